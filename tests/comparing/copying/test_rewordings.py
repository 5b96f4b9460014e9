"""Texts that tell the same in other words or another language. All texts are invented."""

from __future__ import annotations

from dataclasses import replace

from tests.comparing.copying.test_aligning import AGENCY, made

from witnessmark.comparing import align
from witnessmark.nouns import CopyKind, Edtf, Text

ENGLISH = """Warden Ilse Varn of Mirrow told the court in Halden on 14 May that 211 prisoners were taken to the pits.
The ledger of Tomas Brecht names 38 guards and 17 carts, and the harbour at Osteva saw 90 ships in 1974.
Jonak Terul, a lawyer for Oda Kestrin, asked for 3,400 pages that the Threshold Archive keeps in Velmar."""

GERMAN = """Die Aufseherin Ilse Varn aus Mirrow sagte in Halden, dass 211 Gefangene in die Gruben gebracht wurden.
In den Listen von Tomas Brecht stehen 38 Wachleute und 17 Karren; im Hafen von Osteva lagen 1974 noch 90 Schiffe.
Jonak Terul, Anwalt von Oda Kestrin, verlangte 3.400 Seiten, die das Threshold Archive in Velmar verwahrt."""

SPUN = """Ilse Varn, once a jailer at Mirrow, informed judges sitting at Halden how 211 detainees ended in the quarry.
According to what Tomas Brecht wrote down, 38 watchmen led 17 wagons, while Osteva counted 90 vessels during 1974.
Counsel Jonak Terul, acting on behalf of Oda Kestrin, demanded 3,400 sheets held by Threshold Archive near Velmar."""

OWN = """At the edge of Velmar the Threshold Archive opened its reading room, and 90 people came to look.
Oda Kestrin stayed away. In 1974 she lived in Osteva; Jonak Terul says that she never saw Mirrow or its 211 prisoners.
A baker in Halden remembers Ilse Varn, and Tomas Brecht, whose 17 grandchildren live abroad."""


def in_language(text: Text, language: str) -> Text:
    """Return the text in a language."""
    return replace(text, language=language)


def test_a_translation_is_told_as_one() -> None:
    """Names and figures in one order, in two languages; the evidence is those names and figures."""
    one, other = in_language(made(ENGLISH, "a"), "en"), in_language(made(GERMAN, "b"), "de")
    found = align(one, other)
    assert found is not None
    assert found.kind is CopyKind.TRANSLATED
    assert found == align(other, one)
    texts = {one.source: one.content, other.source: other.content}
    shown = [texts[found.origin][passage.origin.start : passage.origin.end] for passage in found.passages]
    assert {"Brecht", "211", "Osteva"} <= set(shown)


def test_a_rewording_is_a_weaker_kind() -> None:
    """Hardly a word in common, but everything that is named."""
    found = align(in_language(made(ENGLISH, "a"), "en"), in_language(made(SPUN, "b"), "en"))
    assert found is not None
    assert found.kind is CopyKind.REWORDED


def test_two_reports_that_name_the_same_are_no_rewording() -> None:
    """The same people and figures in another order: two reporters of one event."""
    assert align(in_language(made(ENGLISH, "a"), "en"), in_language(made(OWN, "b"), "en")) is None


def test_a_credit_tells_the_direction_where_dates_do_not() -> None:
    """Who names the other's publisher took from it; dates that say otherwise leave it open."""
    agency = replace(made(AGENCY, "b"), publisher="Lanthorn News Agency")
    paper = replace(made(AGENCY.replace("HALDEN", "") + "\n\nLanthorn reported.", "a"), publisher="Morning Ledger")
    found = align(paper, agency)
    assert found is not None
    assert (found.origin, found.direction_known) == (agency.source, True)
    dated = replace(agency, published=Edtf("2001-05-02")), replace(paper, published=Edtf("2001-05-01"))
    contradicted = align(*dated)
    assert contradicted is not None
    assert not contradicted.direction_known


def notice(name: str, place: str, day: int, cell: int) -> str:
    """Return a form filled in."""
    return (
        f"By order of the provincial court the prisoner {name} of {place} is to be held until further notice from day "
        f"{day} on in cell number {cell} of the eastern wing of the district prison and may receive neither letters "
        f"nor visits nor parcels of food before the governor has given leave in writing; he was born in {day * 9} and "
        f"is to be searched again by the guards of {place} on each of the days that the court has set"
    )


def test_a_form_that_was_filled_in_twice_is_no_copy() -> None:
    """The words between the blanks are the same; what was written into the blanks is not."""
    one = made(notice("Varn", "Mirrow", 214, 31), "one")
    other = made(notice("Brecht", "Osteva", 377, 58), "other")
    assert align(one, other) is None
    assert align(one, made(notice("Varn", "Mirrow", 214, 31), "again")) is not None


def test_texts_that_repeat_one_name_are_no_rewording() -> None:
    """One long list of names, and a text that is one name again and again."""
    many = made(" ".join(f"then Ana Velik and Emre {number}" for number in range(400)), "many")
    again = made(" ".join("then Ana Velik and Emre" for _ in range(400)), "again")
    assert align(many, again) is None or align(many, again) == align(again, many)
