"""A small made-up case, put into a store by hand, that has one of everything a dossier shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from witnessmark import comparing
from witnessmark.nouns import (
    Action,
    Copy,
    CopyKind,
    Custody,
    Decision,
    Digest,
    Edtf,
    Entry,
    EntryKind,
    Fault,
    Figure,
    Locator,
    Mode,
    Name,
    Passage,
    Reading,
    SharedPassage,
    Source,
    Span,
    Speaker,
    Statement,
    Text,
    digest_of,
)
from witnessmark.publish.findings import CaseFacts
from witnessmark.store import Store, write
from witnessmark.store.prepared import prepare
from witnessmark.store.rows import statement_id

FACTS = CaseFacts(
    name="The Lower Marsh inquiry",
    created="2031-03-02T09:15:00+01:00",
    checkpoint="witnessmark.case/marsh\n9\nq83vEjRWeJA=\n\n— witnessmark.case/marsh AAAA\n",
    size=9,
    root="q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
    fingerprint="cd" * 32,
    version="witnessmark 0.1.0",
    made_at="2031-03-04T16:00:00+01:00",
)


@dataclass
class Document:
    """A text under construction: quotes are found by their words, so that spans are never typed."""

    name: str
    paragraphs: tuple[str, ...]
    language: str | None = "en"
    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    statements: list[Statement] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)

    @property
    def content(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def digest(self) -> Digest:
        return digest_of(b"the bytes of " + self.name.encode())

    def passage(self, *words: str) -> Passage:
        spans = [Span(self.content.index(part), self.content.index(part) + len(part)) for part in words]
        return Passage.of(self.content, *spans)

    def say(
        self,
        content: str | tuple[str, ...],
        speaker: str | None = None,
        cue: str | None = None,
        *,
        party: str | None = None,
        mode: Mode = Mode.ASSERTED,
        relayed_by: tuple[int, ...] = (),
        score: float = 0.93,
    ) -> None:
        words = (content,) if isinstance(content, str) else content
        who = Speaker(passage=self.passage(speaker) if speaker else None, party=party) if speaker or party else None
        self.statements.append(
            Statement(
                speaker=who,
                cue=self.passage(cue) if cue else None,
                content=self.passage(*words),
                mode=mode,
                score=score,
                relayed_by=relayed_by,
            )
        )

    def count(
        self,
        words: str,
        lo: float | None,
        hi: float | None,
        *,
        counted: str | None = None,
        statement: int | None = None,
        approximate: bool = False,
    ) -> None:
        self.figures.append(
            Figure(
                passage=self.passage(words),
                lo=lo,
                hi=hi,
                approximate=approximate,
                counted=counted,
                measure="persons.killed",
                place="Lower Marsh",
                period=Edtf("2030-08"),
                statement=statement,
            )
        )

    def text(self) -> Text:
        locators, at = [], 0
        for number, paragraph in enumerate(self.paragraphs, 1):
            if paragraph:
                locators.append(Locator(Span(at, at + len(paragraph)), (("paragraph", str(number)),)))
            at += len(paragraph) + 2
        return Text(
            source=self.digest,
            content=self.content,
            locators=tuple(locators),
            media_type="text/plain",
            extractor="plain/1",
            encoding="utf-8 (valid)",
            language=self.language,
            title=self.title,
            published=Edtf(self.published) if self.published else None,
            publisher=self.publisher,
        )

    def reading(self) -> Reading:
        return Reading(
            reader="rules/1",
            statements=tuple(self.statements),
            figures=tuple(self.figures),
            names=tuple(self.names),
        )

    def id_of(self, position: int) -> str:
        return statement_id(self.text(), self.statements[position])


class Maker:
    """Puts documents, decisions, copies and faults into a store, each under the next log entry."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._entries = 0
        self.numbers: dict[str, int] = {}

    def seal(self, document: Document) -> int:
        source = Source(
            digest=document.digest,
            size=len(document.content.encode("utf-8", "surrogatepass")),
            custody=Custody(
                name=document.name,
                acquired_from=f"/evidence/{document.name}",
                acquired_at="2031-03-02T09:20:00+01:00",
                clock="system clock",
                acquired_by="M. Adair",
                tool="witnessmark 0.1.0",
            ),
            index=self._entries,
        )
        return self._add(EntryKind.SEALED, source)

    def read(self, document: Document) -> None:
        questions = [comparing.question_text(figure) for figure in document.figures]
        prepared = prepare(document.text(), document.reading(), document.name, questions=questions)
        with self.store.writing() as connection:
            write.put(connection, prepared, intake="intake/1")

    def add(self, document: Document) -> None:
        self.seal(document)
        self.read(document)

    def decide(self, action: Action, target: str, reason: str = "", value: str | None = None) -> int:
        decision = Decision(
            action=action,
            target=target,
            reason=reason,
            decided_by="I. Brand",
            decided_at="2031-03-03T10:00:00+01:00",
            clock="system clock",
            tool="witnessmark 0.1.0",
            value=value,
            subject={"quote": "the words at the time"},
        )
        return self._add(EntryKind.DECIDED, decision)

    def copy(self, origin: Document, taken: Document, *words: str, known: bool = True) -> None:
        shared = tuple(SharedPassage(origin.passage(part).spans[0], taken.passage(part).spans[0]) for part in words)
        copy = Copy(
            origin=origin.digest,
            taken=taken.digest,
            kind=CopyKind.COPY,
            direction_known=known,
            share_origin=0.42,
            share_taken=0.5,
            passages=shared,
        )
        with self.store.writing() as connection:
            write.put_copies(connection, {1: [copy]}, "comparing/1")

    def fault(self, document: Document) -> None:
        self.seal(document)
        fault = Fault(
            source=document.digest,
            name=document.name,
            stage="intake",
            fault="no text was found on 3 pages",
            hint="read the pages by eye",
        )
        with self.store.writing() as connection:
            write.put_fault(connection, fault, intake="intake/1")

    def _add(self, kind: EntryKind, fact: Source | Decision) -> int:
        index = self._entries
        with self.store.writing() as connection:
            write.add_entry(connection, Entry(index, kind, fact))
        self._entries += 1
        return index


SHARED = (
    "Families searched the reed beds for weeks, and nobody in the town office would tell them where the boats had gone."
)

HEARSAY = "said a clerk had told him that between 12 and 15 people were missing."


def herald() -> Document:
    """An outlet's article: a quotation that goes on, a nested statement, a denial, three figures."""
    document = Document(
        "02-herald.html",
        (
            "Marsh inquiry hears first witnesses",
            "“We counted at least 40 people dead there,” said Oda Ferrin, a boatbuilder. “Nobody came to ask us.”",
            SHARED,
            "The provincial office denied that any boat had been sent. Its spokesman, Teo Varga, " + HEARSAY,
        ),
        published="2030-09-14",
        title="Marsh inquiry hears first witnesses",
        publisher="The Herald",
    )
    document.say("We counted at least 40 people dead there", "Oda Ferrin, a boatbuilder", "said", party="Oda Ferrin")
    document.say("Nobody came to ask us.", party="Oda Ferrin")
    document.say(
        "any boat had been sent", "The provincial office", "denied", party="Provincial office", mode=Mode.DENIED
    )
    document.say(
        "a clerk had told him that between 12 and 15 people were missing", "Teo Varga", "said a", party="Teo Varga"
    )
    document.say("between 12 and 15 people were missing", "a clerk", "told", relayed_by=(3,))
    document.count("at least 40", 40, None, counted="people", statement=0)
    document.count("between 12 and 15", 12, 15, counted="people", statement=4)
    return document


def courier() -> Document:
    """A second outlet that takes a paragraph from the first."""
    document = Document(
        "01-courier.txt",
        (
            SHARED,
            "About 33 people were killed, the relief society said in a report that runs over\nseveral pages.",
            "Twelve people died at Lower Marsh.",
        ),
        published="2030-09-16",
    )
    document.say("About 33 people were killed", "the relief society", "said", party="Relief society")
    document.say("Twelve people died at Lower Marsh.")
    document.count("About 33", 33, 33, counted="people", statement=0, approximate=True)
    document.count("Twelve", 12, 12, counted="people", statement=1)
    return document


def persian() -> Document:
    """A witness in Persian, with a zero-width non-joiner inside words."""
    document = Document(
        "03-گواهی.txt",
        (
            "گواهی یک قایق‌ران",
            "مریم آذرگون گفت: «آن شب چهل نفر را به کنار رودخانه بردند و هیچ‌کس بازنگشت.» او نام سه نفر را می‌دانست.",
        ),
        language="fa",
        title="گواهی یک قایق‌ران",
    )
    document.say("آن شب چهل نفر را به کنار رودخانه بردند و هیچ‌کس بازنگشت.", "مریم آذرگون", "گفت", party="مریم آذرگون")
    document.count("چهل", 40, 40, counted="نفر", statement=0)
    return document


def hostile() -> Document:
    """A text that tries to act on the page."""
    document = Document(
        "04-<img src=x onerror=alert(1)>.txt",
        (
            "</style><script>alert('x')</script> & \x00\x1b[31m said \u202eevil\u202c the end\r\nof it\ufeff \ufffe.",
            "W" * 400 + " is a long word, said the file.",
            "Prose without end. " * 900 + "Here somebody said a word. " + "And on it goes. " * 900,
        ),
        language='en" onclick="alert(2)',
        title="<script>alert(3)</script>",
    )
    document.say("</style><script>alert('x')</script> & \x00\x1b[31m", None, "said", party="<b>Nobody</b>")
    document.say("\u202eevil\u202c the end\r\nof it\ufeff \ufffe.", "said", None)
    document.say("W" * 400 + " is a long word", "the file", None, party="“The file”")
    document.say("a word", "somebody", "somebody said", party="somebody")
    return document


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store.open(tmp_path / "reading.db", create=True) as opened:
        yield opened


@pytest.fixture
def maker(store: Store) -> Maker:
    """A maker of cases in the empty store."""
    return Maker(store)


@pytest.fixture
def made(maker: Maker) -> Store:
    """A store with one of everything."""
    fill(maker)
    return maker.store


def fill(maker: Maker) -> None:
    """Put one of everything into a store."""
    first, second, third, fourth = courier(), herald(), persian(), hostile()
    for document in (first, second, third, fourth):
        maker.add(document)
    maker.fault(Document("05-scan.pdf", ("nothing",)))
    withdrawn = Document("06-letter.txt", ("Taken back.",))
    entry = maker.seal(withdrawn)
    maker.read(withdrawn)
    maker.copy(second, first, SHARED)
    maker.decide(Action.CONFIRM, second.id_of(0), "Read against the page.")
    maker.decide(Action.NOTE, second.id_of(0), value="Ferrin’s boatyard lies on the north bank.")
    maker.decide(Action.REJECT, second.id_of(4), "The clerk is not the speaker.")
    maker.decide(Action.GRADE, first.digest, "A daily with named reporters.", "B2")
    graded = maker.decide(Action.GRADE, second.digest, "Too early.", "C3")
    maker.decide(Action.WITHDRAW, str(graded), "Graded by mistake.")
    maker.decide(Action.WITHDRAW, str(entry), "The sender asked for it.")


@pytest.fixture
def facts() -> CaseFacts:
    """What is known of the made-up case outside its reading."""
    return FACTS


@pytest.fixture
def crowd(maker: Maker) -> Store:
    """A store with 2,000 statements in 100 texts."""
    for number in range(100):
        heard = [f"Witness {at} of village {number} said that at least {at + 20} boats were burnt." for at in range(20)]
        document = Document(f"{number:03}.txt", tuple(heard))
        for at in range(20):
            document.say(f"at least {at + 20} boats were burnt", f"Witness {at} of", "said", party=f"Witness {at}")
            document.count(f"at least {at + 20}", at + 20, None, counted="boats", statement=at)
        maker.add(document)
    return maker.store
