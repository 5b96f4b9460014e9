"""A folder that appears whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from witnessmark.errors import InputError, RecordDamagedError
from witnessmark.publish.exporting.folder import Folder, whole


def left(path: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(one.name for one in path.iterdir())


def test_files_are_written_and_copied_with_their_digests(tmp_path: Path) -> None:
    """What was written is what is there, and what was hashed."""
    source = tmp_path / "source"
    source.mkdir()
    for number in range(40):
        (source / f"{number}").write_bytes(bytes([number]) * (number * 70_001))
    out = tmp_path / "out"
    with whole(out) as folder:
        one = folder.write("a/b.txt", [b"two ", b"pieces"])
        many = folder.copy(source, [str(number) for number in range(40)], "copy/", lambda: None)
        assert not out.exists()
    assert (one.path, one.size, one.digest) == ("a/b.txt", 10, hashlib.sha256(b"two pieces").hexdigest())
    for each in (one, *many):
        data = (out / each.path).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (each.size, each.digest)
    (out / "copy" / "7").chmod(0o644)
    (out / "copy" / "7").write_bytes(b"changed")
    assert (source / "7").read_bytes() == bytes([7]) * (7 * 70_001)
    assert left(tmp_path) == ["out", "source"]


@pytest.mark.parametrize("taken", ["file", "folder", "link"])
def test_what_is_there_is_never_touched(tmp_path: Path, taken: str) -> None:
    """A file, a folder, even a link that leads nowhere."""
    path = tmp_path / "out"
    match taken:
        case "file":
            path.write_text("mine")
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to("nowhere")
    with pytest.raises(InputError, match="is there already"), whole(path):
        pass
    assert left(tmp_path) == ["out"]


def test_a_name_that_is_taken_meanwhile_is_left_to_whoever_took_it(tmp_path: Path) -> None:
    """The folder in the making is removed."""
    with pytest.raises(InputError, match="is there already"), whole(tmp_path / "out"):
        (tmp_path / "out").write_text("mine")
    assert left(tmp_path) == ["out"]
    assert (tmp_path / "out").read_text() == "mine"


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """Every failure to write is told, whenever it comes."""
    with pytest.raises(InputError, match=r"No space left on device.*make room"), whole(tmp_path / "out"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert left(tmp_path) == []
    with pytest.raises(InputError, match="no such folder"), whole(tmp_path / "none" / "out"):
        pass


def test_a_source_that_cannot_be_read_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    """It says that the record is to be restored, and never follows a link."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "link").symlink_to("/etc/passwd")
    for name in ("gone", "link"):
        with pytest.raises(RecordDamagedError, match=name), whole(tmp_path / "out") as folder:
            folder.copy(tmp_path / "source", [name], "", lambda: None)
        assert left(tmp_path) == ["source"]


def test_what_a_killed_export_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """And what one that is still at work has made is not."""
    script = (
        "import sys, time; from pathlib import Path; from witnessmark.publish.exporting.folder import whole\n"
        "with whole(Path(sys.argv[1])) as folder:\n"
        "    folder.write('a', [b'a']); print('begun', flush=True); time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "out")], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        (beside,) = left(tmp_path)
        with whole(tmp_path / "out") as folder:
            assert beside in left(tmp_path)
            folder.write("b", [b"b"])
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
    assert left(tmp_path) == sorted([beside, "out"])
    (tmp_path / "out" / "b").unlink()
    (tmp_path / "out").rmdir()
    with whole(tmp_path / "out"):
        pass
    assert left(tmp_path) == ["out"]


def test_all_is_on_disk_before_the_name_appears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file and every folder is synced before the rename, and the folder above after it."""
    synced: list[str] = []
    real_sync, real_rename = os.fsync, Path.rename

    def fsync(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real_sync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        for path in self.rglob("*"):
            assert str(path) in synced, path
        assert str(self) in synced
        synced.append("rename")
        return real_rename(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "one").write_bytes(b"one")
    with whole(tmp_path / "out") as folder:
        assert isinstance(folder, Folder)
        folder.write("deep/er/a", [b"a"])
        folder.copy(tmp_path / "source", ["one"], "c/", lambda: None)
    assert synced[synced.index("rename") :] == ["rename", str(tmp_path)]
