"""The build of a case whose settings name an endpoint: what is said, sent, kept and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.endpoint.conftest import Answer, Server, completion, reply, told

BEAMS = "“We heard the beams break, and then there was no sound at all,”"


@pytest.fixture
def server() -> Iterator[Server]:
    """Start a server that finds one statement, and stop it after the test."""
    started = Server()
    started.answer = model
    yield started
    started.stop()


def model(words: str) -> Answer:
    """Answer as a model that marks Tesk's words, invents some of his, and finds nothing elsewhere."""
    if BEAMS not in words:
        return reply()
    return reply(told("Joram Tesk", "said", BEAMS), told("Joram Tesk", "said", "It was the inspectors’ fault"))


def settle(case: Path, url: str, *lines: str) -> None:
    """Put the settings of an endpoint into a case."""
    with (case / "case.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n".join(("\n[reader.endpoint]", f'url = "{url}"', 'model = "tern-7b"', *lines, "")))


def unset(case: Path) -> None:
    """Take the settings of the endpoint out of a case."""
    path = case / "case.toml"
    path.write_text(path.read_text(encoding="utf-8").partition("\n[reader.endpoint]")[0], encoding="utf-8")


@pytest.mark.loopback
def test_a_build_says_what_is_sent_where_before_it_asks(case: Path, command: Command, server: Server) -> None:
    """One line with the number of texts, their size, the address, the model, and how to turn it off."""
    settle(case, server.url)
    result = command("build", case)
    assert result.exit_code == 0
    said = [asked["messages"][-1]["content"] for asked in server.asked]
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Sending")]
    size = sum(map(len, said))
    assert line == (
        f"Sending {len(said)} paragraphs of 3 texts (about {size:,} characters) to "
        f"http://127.0.0.1:{server.port}/v1/chat/completions, model tern-7b. "
        f"To send nothing, take [reader.endpoint] out of {case}/case.toml."
    )
    assert result.stderr.index("Sending") < result.stderr.index("Asking")


@pytest.mark.loopback
def test_what_was_refused_is_listed_and_the_case_verifies(case: Path, command: Command, server: Server) -> None:
    """The model's statement stands with its words; the invented one is a counted fault of each text."""
    settle(case, server.url)
    assert command("build", case).exit_code == 0
    rows = command.rows("list", case, "statements")
    assert {(row["speaker"]["party"], row["content"]["quote"]) for row in rows} == {("Joram Tesk", BEAMS)}
    assert {row["name"] for row in rows} == {"agency.txt", "copy.txt"}
    faults = {(row["name"], row["stage"], row["fault"]) for row in command.rows("list", case, "faults")}
    refused = "1 statement of the endpoint refused: their words are not in the text"
    assert {("agency.txt", "reading", refused), ("copy.txt", "reading", refused)} < faults
    assert ("broken.pdf", "intake") in {(name, stage) for name, stage, _ in faults}
    assert command("verify", case).exit_code == 0


@pytest.mark.loopback
def test_a_text_is_sent_once(case: Path, command: Command, server: Server, reports: Path) -> None:
    """A second build sends nothing; a new file alone is sent; a reading that was deleted comes from what was kept."""
    settle(case, server.url)
    command("build", case)
    sent = len(server.asked)
    before = command.rows("list", case, "statements")
    again = command("build", case)
    assert "Sending" not in again.stderr
    (reports / "new.txt").write_text("The mayor said that 12 houses were searched.\n", encoding="utf-8")
    added = command("build", case, reports / "new.txt")
    assert "Sending 1 paragraph of 1 text (about 44 characters)" in added.stderr
    assert len(server.asked) == sent + 1
    for path in case.glob("reading.db*"):
        path.unlink()
    rebuilt = command("build", case)
    assert "Sending" not in rebuilt.stderr
    assert command.rows("list", case, "statements") == before


@pytest.mark.loopback
def test_without_the_settings_the_case_is_read_as_before(
    case: Path, built: Path, command: Command, server: Server
) -> None:
    """The endpoint's statements and faults go with its settings."""
    settle(case, server.url)
    command("build", case)
    unset(case)
    assert "Sending" not in command("build", case).stderr
    for kind in ("statements", "figures", "faults", "questions"):
        assert command.rows("list", case, kind) == command.rows("list", built / "case", kind)


@pytest.mark.loopback
def test_a_server_that_is_gone_costs_faults_and_the_next_build_goes_on(
    case: Path, built: Path, command: Command
) -> None:
    """Everything is read without it, and asked for when it is back."""
    server = Server()
    server.answer = model
    settle(case, server.url)
    server.stop()
    result = command("build", case)
    assert result.exit_code == 0
    assert command.rows("list", case, "figures") == command.rows("list", built / "case", "figures")
    rows = command.rows("list", case, "faults")
    faults = [row["fault"] for row in rows if row["stage"] == "reading"]
    assert any("could not be asked" in fault for fault in faults)
    assert any("not asked any more after 3 failures in a row" in fault for fault in faults)
    back = Server()
    back.answer = model
    try:
        unset(case)
        settle(case, back.url)
        assert "Sending" in command("build", case).stderr
        assert {row["content"]["quote"] for row in command.rows("list", case, "statements")} == {BEAMS}
    finally:
        back.stop()


@pytest.mark.loopback
def test_a_reply_of_no_use_is_asked_for_again_with_retry(case: Path, command: Command, server: Server) -> None:
    """Without ``--retry`` it would come back the same at every build."""
    server.answer = lambda words: completion("no") if "company" in words else model(words)
    settle(case, server.url)
    command("build", case)
    sent = len(server.asked)
    assert any("of no use" in row["fault"] for row in command.rows("list", case, "faults"))
    server.answer = model
    command("build", case)
    assert len(server.asked) == sent
    command("build", case, "--retry")
    assert len(server.asked) == sent + 1  # two texts hold the same paragraph, which is sent once
    assert not any("of no use" in row["fault"] for row in command.rows("list", case, "faults"))


@pytest.mark.loopback
def test_what_intake_lost_stays_named_when_a_text_is_read_again(
    case: Path, command: Command, server: Server, tmp_path: Path
) -> None:
    """The text has a fault of its own, a name that promises another kind of file, beside those of the endpoint."""
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "minutes.docx").write_text("The mayor said that 12 houses were searched.\n", encoding="utf-8")
    command("build", case, folder)
    before = command.rows("list", case, "faults", "--source", "minutes.docx")
    assert [row["stage"] for row in before] == ["intake"]
    settle(case, server.url)
    command("build", case)
    assert command.rows("list", case, "faults", "--source", "minutes.docx") == before


@pytest.mark.parametrize(
    ("url", "lines", "words"),
    [
        ("http://203.0.113.9/v1", (), "not on this machine or your own network: nothing was sent"),
        ("http://127.0.0.1/v1", ('key = "sesame"',), "there is no setting 'key'"),
        ("http://127.0.0.1/v1", ('key_from = "WITNESSMARK_SECRET_NOT_SET"',), "holds no key"),
        ("gopher://127.0.0.1/v1", (), "give one such as"),
    ],
)
def test_wrong_settings_stop_a_build_before_anything_is_done(
    case: Path, command: Command, reports: Path, url: str, lines: tuple[str, ...], words: str
) -> None:
    """One line names the file and the setting; the case can still be listed and verified."""
    (reports / "new.txt").write_text("The mayor said that 12 houses were searched.\n", encoding="utf-8")
    settle(case, url, *lines)
    result = command("build", case, reports)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "[reader.endpoint]" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert len(command.rows("list", case, "sources")) == 4
    assert command("verify", case).exit_code == 0


def test_nothing_is_asked_unless_it_is_set(built: Path) -> None:
    """A new case names no endpoint and keeps no replies."""
    assert "reader" not in (built / "case" / "case.toml").read_text(encoding="utf-8")
    assert not [*(built / "case").glob("reading.replies*")]
