"""Recognised pages among others: lines with places, broken words, and what a person must check."""

from __future__ import annotations

from dataclasses import replace

from witnessmark.intake.boxes import packed, page_boxes
from witnessmark.intake.draft import Block, Draft, Loss, Unread, join
from witnessmark.intake.ocr.joining import combine
from witnessmark.intake.ocr.page import Page, Read
from witnessmark.nouns import Locator, PageBox, Passage, Span

ENGLISH = (
    "The governor said that the prison-",
    "ers of the town had died in the",
    "night. All prisoners were well-",
    "known to the guards, 41 of them.",
)


def read(words: str, row: int, confidence: float = 92.0, doubtful: tuple[str, ...] = ()) -> Read:
    box = (100, 100 + 60 * row, 900, 140 + 60 * row)
    return Read(words, confidence, box, box, 0, doubtful)


def page(*words: str, **facts: object) -> Page:
    lines = tuple(read(line, row) for row, line in enumerate(words))
    known: dict[str, object] = {
        "seen": len(lines),
        "missed": (),
        "codes": ("eng",),
        "turn": 0,
        "slant": 0.0,
        "dpi": 300.0,
    }
    known |= {"turn": 0, "slant": 0.0, "dpi": 300.0}
    return Page(lines=lines, **(known | facts))  # type: ignore[arg-type]


def layered(*pages: tuple[int, str]) -> Draft:
    content, locators = join(Block(words, (("page", str(number)), ("paragraph", "1"))) for number, words in pages)
    return Draft(content=content, locators=locators)


def with_unread(draft: Draft, *unread: Unread) -> Draft:
    return Draft(content=draft.content, locators=draft.locators, unread=unread)


def test_lines_keep_their_places_through_broken_words() -> None:
    """A line is a locator with its box; a word that a line's end breaks is joined as the document writes it."""
    draft = combine(with_unread(layered(), Unread(1, "picture")), {1: page(*ENGLISH)})
    assert draft.content == (
        "The governor said that the prisoners of the town had died in the\n"
        "night. All prisoners were well-known to the guards, 41 of them."
    )
    second = draft.locators[1]
    assert draft.content[second.span.start : second.span.end] == "ers of the town had died in the"
    assert second.steps == (("page", "1"), ("line", "2"), ("box", "100 160 900 200"), ("confidence", "92"))
    assert second.label == "page 1, line 2"
    assert draft.losses[0].fault == "1 page was read from pictures (eng): 4 of 4 seen lines read, 92 % sure"


def test_words_keep_their_boxes_through_joining() -> None:
    """A word that a line's end breaks has a box on each line; how the page was turned goes with them."""
    words = [line.split() for line in ENGLISH]
    lines = []
    for row, line in enumerate(words):
        plain = read(" ".join(line), row)
        placed = [
            (word, (100 + 90 * at, 105 + 60 * row, 180 + 90 * at, 135 + 60 * row)) for at, word in enumerate(line)
        ]
        lines.append(replace(plain, boxes=packed(placed, plain.box)))
    turned = replace(page(*ENGLISH), lines=tuple(lines), turn=180)
    draft = combine(with_unread(layered(), Unread(1, "picture")), {1: turned})
    assert "the prisoners of the town" in draft.content
    passage = Passage.of(draft.content, *(Span(at, at + 9) for at in [draft.content.index("prisoners")]))
    assert page_boxes(draft.locators, (), passage) == (
        PageBox(1, 550, 105, 630, 135, 180),
        PageBox(1, 100, 165, 180, 195, 180),
    )
    assert [one.label for one in draft.locators[:2]] == ["page 1, line 1", "page 1, line 2"]


def test_pages_stand_in_order_among_those_that_had_words() -> None:
    """A recognised page stands between its neighbours."""
    draft = combine(
        with_unread(layered((1, "First."), (3, "Third.")), Unread(2, "picture")), {2: page("The second of the pages")}
    )
    assert draft.content == "First.\n\nThe second of the pages\n\nThird."
    assert draft.locators[0] == Locator(Span(0, 6), (("page", "1"), ("paragraph", "1")))


def test_a_good_layer_is_never_replaced() -> None:
    """A layer stands unless its picture reads surely and gives far more, or words where it had none."""
    layer = "The governor said that the prisoners of the town had died in the night, and that all knew."
    shifted = "Wkh jryhuqru vdlg wkdw wkh sulvrqhuv ri wkh wrzq kdg glhg lq wkh qljkw."
    for why, words, pictured, wanted in (
        ("covered", layer, page(*ENGLISH[:2]), layer),
        ("covered", "Page 7", page(*ENGLISH), "The governor"),
        ("broken", shifted, page(*ENGLISH), "The governor"),
        ("broken", shifted, page("Zq xw vrr", "Kj lw qrt"), shifted),
        ("broken", layer, page(*ENGLISH), layer),
    ):
        draft = combine(with_unread(layered((1, words)), Unread(1, why, 1)), {1: pictured})
        assert draft.content.startswith(wanted), (why, words)
        assert draft.losses


def test_what_is_lost_or_doubtful_is_told_with_its_place() -> None:
    """Lines that were seen and not read, and numbers that may be wrong, are named with where they stand."""
    lines = (read("The toll of the night was 41", 0, 61.0, ("41",)),)
    poor = replace(page(), lines=lines, seen=3, missed=((10, 20, 300, 40), (10, 60, 300, 80)))
    faults = [loss.fault for loss in combine(with_unread(layered(), Unread(4, "picture")), {4: poor}).losses]
    assert "page 4: 2 of 3 seen lines not read, at 10 20 300 40; 10 60 300 80 (pixels at 300 dots per inch)" in faults
    assert "page 4: 1 number is doubtful: 41 (line 1)" in faults


def test_a_page_that_failed_costs_itself() -> None:
    """The loss of one page names it; the others are read."""
    draft = with_unread(layered(), Unread(1, "picture"), Unread(2, "picture"))
    whole = combine(draft, {1: Loss("it took too long", "split it"), 2: page("The second of the pages")})
    assert whole.content == "The second of the pages"
    assert Loss("page 1: it took too long", "split it") in whole.losses


def test_a_thousand_poor_pages_give_a_bearable_number_of_faults() -> None:
    """However many pages have something to say, the faults stay few enough to read."""
    unread = tuple(Unread(number, "picture") for number in range(1, 1001))
    pages = {one.page: page("The words of the page", seen=2, missed=((1, 1, 2, 2),)) for one in unread}
    whole = combine(with_unread(layered(), *unread), pages)
    assert len(whole.locators) == 1000
    assert len(whole.losses) < 450


def test_ink_between_words_is_told_with_its_line_and_place() -> None:
    """A word that the recogniser passed over is one that a person must look at."""
    holed = page(*ENGLISH, holes=((2, (300, 160, 360, 200)),))
    faults = [loss.fault for loss in combine(with_unread(layered(), Unread(4, "picture")), {4: holed}).losses]
    told = "page 4: ink between words that was not read, 1 times, at 300 160 360 200 (line 2)"
    assert f"{told} (pixels at 300 dots per inch)" in faults
