"""What a family makes of a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from witnessmark.intake.draft import LONGEST_LOSS, MOST_LOSSES, Block, Draft, Loss, coarsen, counted, finish, join
from witnessmark.nouns import Locator, Span


@given(st.lists(st.text(alphabet="ab \n\x07\ufffe", max_size=5)))
def test_blocks_are_located(words: list[str]) -> None:
    """Every block with words is found at its locator, and nothing else stands between."""
    content, locators = join(Block(one, (("paragraph", str(number)),)) for number, one in enumerate(words))
    quotes = [content[one.span.start : one.span.end] for one in locators]
    expected = [one.replace("\x07", "").replace("\ufffe", "").strip() for one in words]
    assert quotes == [one for one in expected if one]
    assert content == "\n\n".join(quotes)


def test_too_many_places_are_grouped() -> None:
    """Neighbouring places are merged, and the label says from where to where."""
    many = [Locator(Span(2 * n, 2 * n + 1), (("section", "A"), ("row", str(n)))) for n in range(10)]
    few = coarsen(many, 3)
    assert [one.label for one in few] == ["section A, row 0 to 3", "section A, row 4 to 7", "section A, row 8 to 9"]
    assert (few[0].span, few[-1].span) == (Span(0, 7), Span(16, 19))


def test_half_characters_are_replaced_and_said() -> None:
    """A text never holds a lone surrogate."""
    draft = finish(
        Draft(content="a\ud800b", locators=(Locator(Span(0, 3), (("paragraph", "1"),)),), title="x\udfff\ny")
    )
    assert draft.content == "a\ufffdb"
    assert draft.title == "x\ufffd y"
    assert "U+FFFD" in draft.losses[0].fault


def test_one_thing_is_said_in_the_singular() -> None:
    """What is counted is said as a person says it: one of it, and many with their thousands parted."""
    assert counted(1, "row is", "rows are") == "1 row is"
    assert counted(0, "row is", "rows are") == "0 rows are"
    assert counted(12_345, "row is", "rows are") == "12,345 rows are"


def told(content: str) -> list[str]:
    """Return what is told of a text of these words."""
    draft = Draft(content=content, locators=(Locator(Span(0, len(content)), (("paragraph", "1"),)),))
    return [loss.fault for loss in finish(draft).losses]


def test_numbers_of_two_scripts_are_told() -> None:
    """A few are named; Arabic and Persian forms of a digit are of one script, and stand for the same."""
    assert told("قتل ١١6١ شخصا") == ["1 number mixes digits of two scripts: ‘١١6١’; it is not read as a number"]
    (many,) = told(" and ".join(f"{number}٢" for number in range(1, 2000)))
    assert many.startswith("1,999 numbers mix digits of two scripts: ‘1٢’, ‘2٢’, ‘3٢’, ‘4٢’, ‘5٢’ and more;")
    assert told("In ۱۳٦۷ 12 men, ١٬٢٠٠ women and १२ children.") == []
    assert told("Of 1,२00 men.")[0].startswith("1 number mixes digits of two scripts: ‘1,२00’")


def test_losses_beyond_what_is_named_are_counted() -> None:
    """Of 5,000 losses the last one that is named says how many are not."""
    losses = tuple(Loss(f"slide {number} was not read", "look") for number in range(5000))
    told = finish(Draft(content="", locators=(), losses=losses)).losses
    assert len(told) == MOST_LOSSES
    assert told[:-1] == losses[: MOST_LOSSES - 1]
    assert told[-1].fault == f"{5000 - MOST_LOSSES + 1:,} more faults of the file, which are not named"


def test_words_that_are_locked_are_told() -> None:
    """An armoured message is no words of its sender: that nobody knows what it says is a fault."""
    draft = finish(Draft(content="x\n-----BEGIN PGP MESSAGE-----\nabcd", locators=()))
    assert "encrypted with OpenPGP" in draft.losses[0].fault


def test_a_loss_is_never_too_long_to_be_told() -> None:
    """A fault that names what a file is full of is cut, and the file is read; half characters in it are replaced."""
    draft = finish(
        Draft(content="", locators=(), losses=(Loss("sheet \ud800" + "x" * 100_000 + " was not read", "look"),))
    )
    (loss,) = draft.losses
    assert len(loss.fault) == LONGEST_LOSS
    assert loss.fault.startswith("sheet \ufffdx")
    assert loss.fault.endswith("x…")
