"""Outside time and witnesses on the command line: nobody is asked unless a person asks, and nothing wrong is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.record.authorities import Authority, authorities, needs_openssl, served
from tests.record.forged import Wish, answer, root

from witnessmark.record.stamping import read_request
from witnessmark.record.stamping.certificates import pem_of

__all__ = ["authorities"]


def forged(data: bytes, wish: Wish | None = None) -> bytes:
    """Answer the bytes of a request."""
    return answer(read_request(data), wish)


def test_nobody_is_asked_who_is_not_named(case: Path, command: Command) -> None:
    """One line says how to name an authority."""
    result = command("stamp", case)
    assert result.exit_code == 2
    assert "name one with --authority URL" in result.stderr
    assert "none from outside" in command("verify", case).stdout


@needs_openssl
@pytest.mark.loopback
def test_two_authorities_are_asked_and_verified(
    case: Path, command: Command, authorities: tuple[Authority, Authority]
) -> None:
    """One is named in the settings, one in the call; both verify offline; asked again, neither is."""
    first, second = authorities
    with served(first.answer) as one, served(second.answer) as other:
        settings = case / "case.toml"
        settings.write_text(settings.read_text() + f'[stamps]\nauthorities = ["{one}"]\n')
        result = command("stamp", case)
        assert result.exit_code == 0, result.output
        assert f"Sending the digest of the checkpoint to {one}" in result.stderr
        assert "by Lorn Time: 4 entries" in result.stdout
        result = command("stamp", case, "--authority", other, "--authority", one)
        assert result.exit_code == 0, result.output
        assert "by Velmar Time: 4 entries" in result.stdout
        assert "there already" in result.stdout
    assert len(list((case / "record" / "stamps").rglob("*.tsr"))) == 2
    assert command("verify", case).stdout.count("not tied to a trusted root") == 4
    (row,) = command.rows("verify", case)
    assert {(one["entries"], one["authority"], one["root"]) for one in row["stamps"]} == {
        (4, "Lorn Time", None),
        (4, "Velmar Time", None),
    }
    assert command("stamp", case, "--trust", first.root, "--trust", second.root).exit_code == 0
    result = command("verify", case)
    assert result.exit_code == 0
    assert " ".join(result.stdout.split()).count("tied to the root") == 2
    assert "note" not in result.stdout.split("case verifies")[0]


WRONG = {
    "another digest": (Wish(stamped=b"other"), "stamps other bytes"),
    "another nonce": (Wish(nonce=1), "nonce"),
    "for code": (Wish(usages=()), "is not for time stamps"),
    "another key": (Wish(wrong_key=True), "its signature is wrong"),
}


@pytest.mark.loopback
@pytest.mark.parametrize(("wish", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_answer_is_refused_and_a_right_one_kept(case: Path, command: Command, wish: Wish, said: str) -> None:
    """The reason is one line; the other authority's answer is kept all the same."""
    with served(lambda data: forged(data, wish)) as bad, served(forged) as good:
        result = command("stamp", case, "--authority", bad, "--authority", good)
    assert result.exit_code == 2
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("witnessmark:")]
    assert bad in line
    assert said in line
    assert len(list((case / "record" / "stamps").rglob("*.tsr"))) == 1


def test_by_hand_without_a_network(case: Path, command: Command, tmp_path: Path) -> None:
    """A request is written, carried, answered and taken; an answer to nothing is refused."""
    request, response, trusted = tmp_path / "a.tsq", tmp_path / "a.tsr", tmp_path / "root.pem"
    trusted.write_bytes(pem_of(root()))
    assert "trusted as a root" in command("stamp", case, "--trust", trusted).stdout
    result = command("stamp", case, "--request", request)
    assert result.exit_code == 0, result.output
    response.write_bytes(forged(request.read_bytes()))
    result = command("stamp", case, "--response", response)
    assert result.exit_code == 0, result.output
    assert "by Port Selm Time: 4 entries" in result.stdout
    assert command("verify", case).exit_code == 0
    response.write_bytes(b"no answer")
    result = command("stamp", case, "--response", response)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"witnessmark: {response}: the time stamp is refused:")
    assert command("stamp", case, "--response", tmp_path / "none").exit_code == 2


def test_wrong_settings_are_named(case: Path, command: Command) -> None:
    """The file and the key."""
    settings = case / "case.toml"
    settings.write_text(settings.read_text() + "[stamps]\nserver = 1\n")
    result = command("stamp", case)
    assert result.exit_code == 2
    assert "case.toml: [stamps]: there is no setting 'server'" in result.stderr


def test_a_partner_signs_for_a_log_that_grows(
    case: Path, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: Path
) -> None:
    """Export, sign, import; again after the log grew; verify says who signed for which size."""
    offer, seen, back = tmp_path / "offer", tmp_path / "partner" / "seen", tmp_path / "back"
    seen.parent.mkdir()
    log_key = next((case / "record" / "keys").iterdir())

    def sign(*more: object) -> str:
        with monkeypatch.context() as patch:
            patch.setenv("WITNESSMARK_KEYS", str(tmp_path / "partner" / "keys"))
            result = command("witness", "sign", offer, "--seen", seen, "-o", back, *more)
        return str(result.output) if result.exit_code else ""

    assert command("witness", "export", case, "-o", offer).exit_code == 0
    assert "--as NAME" in sign("--key", log_key)
    assert "give its public key with --key" in sign("--as", "example.org/partner")
    assert not seen.exists()
    assert sign("--key", log_key, "--as", "example.org/partner") == ""
    vkey = json.loads(seen.read_text())["witness"]
    assert "no witness that this case knows" in command("witness", "import", case, back).stderr
    assert "4 entries by example.org/partner" in command("witness", "import", case, back, "--key", vkey).stdout
    assert command("decide", case, "note", "agency.txt", "It was seen.").exit_code == 0
    assert "begin with the first 4" in command("witness", "export", case, "-o", offer).stdout
    assert sign() == ""
    assert command("witness", "import", case, back).exit_code == 0
    result = command("verify", case)
    assert result.exit_code == 0
    words = " ".join(result.stdout.split())
    assert "witness 4 entries at" in words
    assert "witness 5 entries at" in words
    (row,) = command.rows("verify", case)
    assert [(one["entries"], one["witness"]) for one in row["witnesses"]] == [
        (4, "example.org/partner"),
        (5, "example.org/partner"),
    ]
    assert command("witness", "export", case, "-o", offer, "--since", 9).exit_code == 2
    offer.write_bytes(b"garbage")
    assert "it is no checkpoint with its proof" in sign()
    seen.write_bytes(b"{}")
    command("witness", "export", case, "-o", offer)
    assert "restore it from a copy" in sign()
