"""The endpoint's reader: a model's statements where its words stand, the other reader's elsewhere, all counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.endpoint.conftest import Answer, Server, completion, reply, told

from witnessmark.endpoint import Connection, Endpoint, EndpointReader, Kept
from witnessmark.endpoint.connection import UnansweredError
from witnessmark.endpoint.reader import ENOUGH_FAILURES, UNANSWERED
from witnessmark.nouns import Reading, Statement, Text, digest_of
from witnessmark.reading import RuleReader

FIRST = "The mayor of Lorn had, in the words of her deputy, kept at least 12 letters from the council."
SECOND = "Ada Malin said on 14 July 2022 that more than 40 houses were searched."
THIRD = "“We hid in the barn,” she added."
CONTENT = "\n\n".join((FIRST, SECOND, THIRD))


def text_of(content: str, language: str | None = "en") -> Text:
    return Text(
        source=digest_of(content.encode("utf-8", "surrogatepass")),
        content=content,
        locators=(),
        media_type="text/plain",
        extractor="test",
        language=language,
    )


def spoken(one: Statement) -> tuple[str | None, str | None, str | None, str]:
    """Return a statement in words: speaker, party, cue and content."""
    named = one.speaker.passage.quote if one.speaker and one.speaker.passage else None
    return named, one.party, one.cue.quote if one.cue else None, one.content.quote


def model(words: str) -> Answer:
    """Answer as a model that reads well."""
    said = {
        FIRST: told("her deputy", "in the words of", "kept at least 12 letters from the council"),
        SECOND: told("Ada Malin", "said on 14 July 2022", "more than 40 houses were searched"),
        THIRD: told("she", "added", "“We hid in the barn,”"),
    }
    return reply(said[words])


@pytest.fixture
def reader(server: Server, tmp_path: Path) -> Callable[..., EndpointReader]:
    """Return a function that makes a reader of the server, with one folder of kept replies."""

    def make(*, model: str = "tern-7b", again: bool = False) -> EndpointReader:
        endpoint = server.endpoint(model=model)
        return EndpointReader(endpoint, RuleReader(), Connection(endpoint), Kept(tmp_path / "replies"), again=again)

    return make


@pytest.mark.loopback
def test_statements_are_the_models_and_all_else_is_the_other_readers(
    server: Server, reader: Callable[..., EndpointReader]
) -> None:
    """Parties are resolved over all statements, and figures go to the statements that now hold them."""
    server.answer = model
    found = reader().read(text_of(CONTENT))
    assert [spoken(one)[1:] for one in found.statements] == [
        (spoken(found.statements[0])[1], "in the words of", "kept at least 12 letters from the council"),
        ("Ada Malin", "said on 14 July 2022", "more than 40 houses were searched"),
        ("Ada Malin", "added", "“We hid in the barn,”"),
    ]
    assert spoken(found.statements[0])[0] == "her deputy"
    assert [(figure.passage.quote, figure.statement) for figure in found.figures] == [
        ("at least 12", 0),
        ("more than 40", 1),
    ]
    plain = RuleReader().read(text_of(CONTENT))
    assert (found.dates, found.names) == (plain.dates, plain.names)
    assert found.faults == ()
    assert len(server.asked) == 3


@pytest.mark.loopback
def test_a_reply_is_kept_and_asked_for_once(server: Server, reader: Callable[..., EndpointReader]) -> None:
    """The same words of the same model come from the folder; another model is asked anew."""
    server.answer = model
    first = reader().read(text_of(CONTENT))
    server.answer = lambda _: Answer(b"", 500)
    assert reader().read(text_of(CONTENT)) == first
    assert len(server.asked) == 3
    server.answer = model
    other = reader(model="gull 9b").read(text_of(SECOND))
    assert len(server.asked) == 4
    assert "model/gull_9b" in other.reader


@pytest.mark.loopback
def test_altered_and_invented_quotes_are_refused_and_counted(
    server: Server, reader: Callable[..., EndpointReader]
) -> None:
    """What stands in the text is kept, the rest is a fault that says how many."""
    good = told("Ada Malin", "said", "more than 40 houses were searched")
    server.answer = lambda _: reply(
        good,
        told("Ada Malin", "said", "more than 400 houses were searched"),
        told("Ada Malin", "said", "forty houses were searched"),
        told("A neighbour", "said", "more than 40 houses were searched"),
        told(None, None, "more than 40 houses were searched"),
        {"source": "Ada Malin"},
    )
    found = reader().read(text_of(SECOND))
    assert [spoken(one) for one in found.statements] == [
        ("Ada Malin", "Ada Malin", "said", "more than 40 houses were searched")
    ]
    assert [fault.fault for fault in found.faults] == [
        "3 statements of the endpoint refused: their words are not in the text",
        "2 items of the endpoint refused: no statement in the form that was asked for",
    ]
    assert all(fault.hint and fault.stage == "reading" for fault in found.faults)


@pytest.mark.loopback
@pytest.mark.parametrize(
    "answer",
    [
        completion("I am sorry, but I cannot help with that."),
        completion('{"statements": [{"source": "Ada Mal'),
        completion('{"statements": "none"}'),
        completion({"statements": []}, finish="length"),
    ],
)
def test_a_reply_of_no_use_costs_its_paragraph_alone(
    server: Server, reader: Callable[..., EndpointReader], answer: Answer
) -> None:
    """The other reader reads it; the reply is kept, and asked for again only on demand."""
    server.answer = lambda words: answer if words == SECOND else model(words)
    text = text_of(CONTENT)
    found = reader().read(text)
    rules = RuleReader().read(text_of(SECOND)).statements[0]
    assert spoken(found.statements[1])[2:] == spoken(rules)[2:]
    assert [fault.fault.split(" (")[0] for fault in found.faults] == [
        "1 paragraph read without the endpoint: its reply is of no use"
    ]
    assert not found.reader.endswith(UNANSWERED)
    server.answer = model
    assert reader().read(text) == found
    assert reader(again=True).read(text).faults == ()


@pytest.mark.loopback
def test_a_server_that_fails_is_not_asked_for_ever(server: Server, reader: Callable[..., EndpointReader]) -> None:
    """After a few failures in a row the rest is read without it; the next run goes on with what is missing."""
    text = text_of("\n\n".join(f"The clerk of ward {number} said that the gate was shut." for number in range(9)))
    server.answer = lambda _: Answer(b"", 500)
    failing = reader()
    found = failing.read(text)
    assert len(server.asked) == ENOUGH_FAILURES
    assert found.statements == RuleReader().read(text).statements
    assert found.figures == RuleReader().read(text).figures
    assert found.reader.endswith(UNANSWERED)
    assert [fault.fault for fault in found.faults] == [
        "3 paragraphs read without the endpoint: it answered with HTTP 500",
        "6 paragraphs read without the endpoint: it was not asked any more after 3 failures in a row",
    ]
    failing.read(text_of(SECOND))
    assert len(server.asked) == ENOUGH_FAILURES
    server.answer = lambda _: reply()
    assert reader().read(text).statements == ()
    assert len(server.asked) == ENOUGH_FAILURES + 9


@pytest.mark.loopback
def test_kept_replies_that_are_damaged_are_asked_for_again(
    server: Server, reader: Callable[..., EndpointReader], tmp_path: Path
) -> None:
    """Cut, emptied, of another question, or no JSON: each counts as absent."""
    server.answer = model
    right = reader().read(text_of(SECOND))
    (kept,) = (tmp_path / "replies").rglob("*.json")
    whole = kept.read_text(encoding="ascii")
    for number, words in enumerate(("", whole[:40], whole.replace("tern-7b", "gull"), "[]", "[" * 9999), 2):
        kept.write_text(words, encoding="ascii")
        assert reader().read(text_of(SECOND)) == right
        assert len(server.asked) == number
    assert kept.read_text(encoding="ascii") == whole


@pytest.mark.loopback
def test_headings_and_cells_are_not_sent_and_long_paragraphs_go_in_parts(
    server: Server, reader: Callable[..., EndpointReader]
) -> None:
    """What cannot hold a statement stays here; what is sent is cut between sentences."""
    long = " ".join(f"The clerk of ward {number} said that the gate was shut at noon." for number in range(120))
    text = text_of(f"Page 3\n\n12\n\n{long}")
    count, unsent = reader().outstanding(text)
    assert (count, " ".join(unsent)) == (2, long)
    server.answer = lambda words: reply(told("The clerk of ward 119", "said", "the gate was shut at noon"))
    found = reader().read(text)
    sent = [asked["messages"][-1]["content"] for asked in server.asked]
    assert " ".join(sent) == long
    assert all(words.endswith(".") for words in sent)
    assert [spoken(one)[0] for one in found.statements] == ["The clerk of ward 119"]
    assert reader().outstanding(text) == (2, ())


class Scripted:
    """Replies with the next of some words, or not at all."""

    def __init__(self, replies: list[str | None]) -> None:
        self._replies = iter(replies)

    def ask(self, words: str) -> str:
        """Return the next reply."""
        given = next(self._replies, None)
        if given is None:
            raise UnansweredError("is gone")
        return given


PIECES = st.sampled_from(
    ("Ada Malin ", "said ", "that ", "“no” ", "12 men ", ". ", "\n\n", "he ", "\ud800", "الوزير ", ", ")
)
CONTENTS = st.lists(PIECES, max_size=40).map("".join)
PARTS = st.sampled_from(("Ada Malin", "said", "“no”", "12 men", "he", "that", "x", ". "))
TOLD = st.fixed_dictionaries(
    {
        "source": st.none() | PARTS,
        "cue": st.none() | PARTS,
        "content": st.lists(PARTS, max_size=3),
        "mode": st.just("asked"),
    }
)
WHOLE = st.lists(TOLD, max_size=5).map(lambda found: json.dumps({"statements": found}))
REPLIES = st.lists(st.none() | st.text(max_size=20) | WHOLE, max_size=8)


@given(CONTENTS, REPLIES, st.sampled_from(("en", "ar", "de", None)))
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
def test_whatever_is_replied_the_reading_stands_in_its_text(
    tmp_path_factory: pytest.TempPathFactory, content: str, replies: list[str | None], language: str | None
) -> None:
    """Every passage reproduces, every position is in range; what was kept gives the same statements again."""
    folder = tmp_path_factory.mktemp("kept")
    endpoint = Endpoint(secure=False, host="127.0.0.1", port=1, path="/", model="m")
    made = EndpointReader(endpoint, RuleReader(), Scripted(replies), Kept(folder))
    found = made.read(text_of(content, language))
    _is_whole(found, content)
    again = EndpointReader(endpoint, RuleReader(), Scripted([]), Kept(folder)).read(text_of(content, language))
    assert again.statements == found.statements


def _is_whole(found: Reading, content: str) -> None:
    assert all(passage.stands_in(content) for passage in found.passages())
    count = len(found.statements)
    for at, one in enumerate(found.statements):
        assert all(0 <= outer < count and outer != at for outer in one.relayed_by)
    assert all(figure.statement is None or 0 <= figure.statement < count for figure in found.figures)
