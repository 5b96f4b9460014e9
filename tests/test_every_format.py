"""One folder with the same account in every format, through the command line: every one is read and located."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Command
from tests.intake.making import epub, opendocument, pptx, rows, shape, slide, xlsx
from tests.intake.office.making_xls import label, xls

SAID = "The governor of Velmora said that at least 43 prisoners had been killed."
PERSIAN = "فرماندار ولمورا گفت که دست‌کم ۴۳ زندانی کشته شده‌اند."
CUES = (
    "1\n00:00:01,000 --> 00:00:03,000\nThe governor of Velmora said that\n\n"
    "2\n00:00:03,100 --> 00:00:05,000\nat least 43 prisoners had been killed.\n"
)
FILES: dict[str, bytes] = {
    "list.xlsx": xlsx({"Killed": rows(["name", "account"], ["Ana Bel", SAID])}),
    "list.xls": xls({"Killed": label(0, 0, "name") + label(1, 0, "Ana Bel") + label(1, 1, SAID)}),
    "list.ods": opendocument(
        "spreadsheet",
        "<table:table table:name='Killed'><table:table-row><table:table-cell>"
        f"<text:p>{SAID}</text:p></table:table-cell></table:table-row></table:table>",
    ),
    "talk.pptx": pptx([slide(shape("Findings", kind="title"), shape(SAID))]),
    "talk.odp": opendocument(
        "presentation", f"<draw:page><draw:frame><text:p>{SAID}</text:p></draw:frame></draw:page>"
    ),
    "report.odt": opendocument("text", f"<text:p>{SAID}</text:p>"),
    "report.rtf": rb"{\rtf1\ansi " + SAID.encode() + rb"\par}",
    "book.epub": epub({"one.xhtml": f"<h1>One</h1><p>{SAID}</p>"}),
    "posts.json": f'[{{"from": "Ana Bel", "date": "2021-08-03", "text": "{SAID}"}}]'.encode(),
    "posts.jsonl": f'{{"author": "Bo Cer", "text": "{SAID}"}}\n'.encode(),
    "hearing.srt": CUES.encode(),
    "hearing.vtt": ("WEBVTT\n\n" + CUES.replace(",", ".")).encode(),
}
PLACES = {
    "list.xlsx": "sheet Killed, row 2, cell account, part B",
    "list.xls": "sheet Killed, row 2, cell B",
    "list.ods": "sheet Killed, row 1, cell A",
    "talk.pptx": "slide 1, paragraph 1",
    "talk.odp": "slide 1, paragraph 1",
    "report.odt": "paragraph 1",
    "report.rtf": "paragraph 1",
    "book.epub": "section One, paragraph 1",
    "posts.json": "record 1, part text",
    "posts.jsonl": "record 1, part text",
    "hearing.srt": "time 00:00:01,000 to 00:00:05,000",
    "hearing.vtt": "time 00:00:01.000 to 00:00:05.000",
}


def test_a_folder_of_every_format(tmp_path: Path, command: Command) -> None:
    """The same statement and the same figure are found in each file, at the place where a person would look."""
    folder = tmp_path / "given"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    case = tmp_path / "case"
    (folder / "گزارش.odt").write_bytes(opendocument("text", f"<text:p>{PERSIAN}</text:p>"))
    assert command("build", case, folder).exit_code == 0
    languages = {row["name"]: row["language"] for row in command.rows("list", case, "texts")}
    assert languages == {**dict.fromkeys(FILES, "en"), "گزارش.odt": "fa"}
    found = {
        row["name"]: row["locator"]
        for row in command.rows("list", case, "statements")
        if row["content"]["quote"].startswith("at least 43 prisoners") or "that at least 43" in row["content"]["quote"]
    }
    assert found == PLACES
    figures = {row["name"] for row in command.rows("list", case, "figures") if row["lo"] == 43 and row["hi"] is None}
    assert set(FILES) <= figures
    assert command("verify", case).exit_code == 0
    declared = {row["name"]: row["declared"] for row in command.rows("list", case, "texts")}
    assert declared["list.xlsx"]["lastModifiedBy"] == "Bo Cer"
    assert declared["report.odt"]["generator"] == "Pages of Velmora"
