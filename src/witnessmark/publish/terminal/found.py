"""Prints what a search found, and what was read in one document.

Promises: the words that were looked for are told apart; what a search could not look at is said.
Does not: search or read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from witnessmark.meaning import Alike
from witnessmark.publish.rows import Json
from witnessmark.publish.streams import inert, one_line
from witnessmark.publish.terminal.blocks import interval
from witnessmark.publish.terminal.console import counted, make_console
from witnessmark.store.search import Hit


def print_hits(hits: Sequence[Hit]) -> None:
    """Print passages with the words that were found."""
    console = make_console()
    for hit in hits:
        _print_hit(console, hit)
    console.print(counted(len(hits), "passage"), style="dim")


def print_both(by_words: Sequence[Hit], by_meaning: Sequence[Hit]) -> None:
    """Print passages that hold the words, then those that mean about the same, each with its cosine.

    A passage that stands above is not repeated: its place is.
    """
    console = make_console()
    console.print("By words", style="bold underline")
    print_hits(by_words)
    console.print("\nBy meaning", style="bold underline")
    above = {hit.citation for hit in by_words}
    for hit in by_meaning:
        _print_hit(console, hit, f"   {hit.score:.2f}", again=hit.citation in above)
    console.print(counted(len(by_meaning), "passage"), style="dim")


def _print_hit(console: Console, hit: Hit, rest: str = "", *, again: bool = False) -> None:
    cited = hit.citation
    place = f"{one_line(cited.name)}, {one_line(cited.locator)}   {cited.source[:12]}{rest}"
    console.print(Styled(place, style="dim"))
    words = Styled("(shown above)") if again else Styled(cited.passage.quote)
    for span in () if again else hit.hits:
        words.stylize("bold yellow", span.start - cited.passage.start, span.end - cited.passage.start)
    console.print(Padding(_inert(words), (0, 0, 1, 4), expand=False))


def limits_of(alike: Alike) -> Iterator[str]:
    """Yield lines that say what a search by meaning could not look at, and why."""
    if not alike.understood:
        yield "The query has no word in Latin letters: it was not looked for by meaning."
    if total := sum(alike.other_languages.values()):
        each = ", ".join(f"{language or 'not found'} {count:,}" for language, count in alike.other_languages.items())
        yield (
            f"Not looked at by meaning, which reads English alone: {counted(total, 'passage')} "
            f"in texts of another language ({each})."
        )
    if alike.wordless:
        yield f"Not looked at by meaning, having fewer than three words: {counted(alike.wordless, 'passage')}."


def _inert(words: Styled) -> Styled:
    """Make control characters visible without moving the styles: each becomes one character."""
    safe = "".join(character if inert(character) == character else "\ufffd" for character in words.plain)
    return Styled(safe, spans=words.spans)


def print_reading(row: Json) -> None:
    """Print what was read in one document."""
    console = make_console()
    text: str = row["text"]

    def cut(spans: list[list[int]]) -> str:
        return inert(" … ".join(text[start:end] for start, end in spans))

    console.print(Styled(one_line(str(row["id"])), style="bold underline"))
    for item in row["attributions"]:
        who = cut(item["source"]) or inert(item["party"] or "(nobody named)")
        console.print(Styled.assemble((who, "bold"), "  ", (cut(item["cue"]), "italic"), f"  [{item['mode']}]"))
        console.print(Padding(Styled(cut(item["content"])), (0, 0, 0, 4), expand=False))
    for item in row["figures"]:
        console.print(Styled.assemble((interval(item), "cyan"), f"  {inert(item['counted'] or '')}  {item['measure']}"))
    for item in row["dates"]:
        console.print(Styled.assemble((item["value"], "green"), f"  {inert(item['quote'])}"))
    counts = (len(row[key]) for key in ("attributions", "figures", "dates", "names"))
    console.print("{:,} statements, {:,} figures, {:,} dates, {:,} names\n".format(*counts), style="dim")
