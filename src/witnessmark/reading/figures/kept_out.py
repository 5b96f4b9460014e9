"""What is no quantity: years, clock times, ordinals, scores, list numbers, telephone numbers, addresses, identifiers.

Promises: a judgement by the characters around a number within its sentence, in bounded time.
Does not: know what is counted; a number that passes here may still turn out to count nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from witnessmark.nouns import Span
from witnessmark.reading.figures.measures import class_of_noun, context, verb_classes
from witnessmark.reading.figures.words import Rules, lead_before, squeeze
from witnessmark.reading.numbers import Numeral
from witnessmark.reading.rules import load

_TELEPHONE = re.compile(
    r"\+\d[\d ().-]{6,24}\d|\(0\d{1,4}\)[ \d/-]{4,16}\d|(?<![\d.,-])0\d{1,4}[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,3}(?![\d.,])"
    r"|(?<![\d.,-])\d{3}-\d{4}(?![\d-])"
)
_GLUED_BEFORE = re.compile(r"[\w/:#+@.°±]$|[^\W\d]-$|\d[-–]$")
"""What makes digits part of an identifier: H5, MK-47, #5, 3:14."""
_ATTACHED = re.compile(r"(?:(?<!\w)[وبلفك]|ال)ـ?$|(?<!\w)[وبلفك]?لـ$")
"""Arabic words of one letter are written onto the digits that follow them."""
_FREE_BEFORE = re.compile(r"\s$|\d[-–]$|^.?-$|\s\+$")
_SIGN_BEFORE = re.compile(r"(?:US|A|C|HK)?[$£€¥]$")
_GLUED_AFTER = re.compile(r"[/:]\d|[^\W\d_](?!\w*-?(?:illion|km|m\b|kg))|\]|\)\s|\.\d|-\d{2,}-|°|\u200c[^\W\d]")
_UNIT_AFTER = re.compile(r"(?:km|m|kg|bn|mn|k|g|cm|mm|t|ha)\b|سال|-(?=\w)")
_LETTERED = re.compile(r"(?:case|file|No\.|plate|form|matter|dossier|expediente|mål) [A-Z]{1,3} $")
"""A letter before digits, after a word for files: "case B 17"."""
_NAMED_BY_YEAR = frozenset({None, "events", "persons.executed"})
"""Classes of nouns that a year names: the 1997 executions, the 2009 attacks."""
_ONE_COUNTS = re.compile(
    r"(?:at least|more than|less than|fewer than|within|under|about|nearly|almost|killing|wounding|injuring|killed|"
    r"wounded|injured|arresting|figure to) $",
    re.IGNORECASE,
)
_ONE_OF = re.compile(r"\s(?:in|out of)(?:\severy)?\s(?:two|three|four|five|six|seven|eight|nine|ten|twenty|\d+)\b")
_ONE_TO = re.compile(
    r"\s?(?:to|or|and|-|–|y|o|à|ou|et|till|och|eller)\s?(?:an?\s)?(?P<other>[^\W\d_]+|\d+)", re.IGNORECASE
)
_OCCASION = re.compile(r"\s(?:occasions?|ways?|reasons?|sense)\b")
"""Idioms: "on more than one occasion"."""
_CAPITALS = re.compile(r"\s[A-Z]{2,}")
"""A text in capitals, where a capital tells no name."""
_STATES = re.compile(r"\s(?:is\s|was\s|were\s)?(?:killed|dead|wounded|injured|missing|died|seriously)\b")
_GLUE = "\u200c"
_NOUN = re.compile(r"\s+([^\W\d_][\w\u200c]*)")
_OTHER_NAMES = re.compile(r"\b(?:of|[A-Z]\w+)\s$")
_OPENING = re.compile(r"[“\"«‘„:.(\-–—…?!]\s*$")
_NO_ONE = re.compile(r"(?:\bno|\bany|\bevery|\beach|\bthis|\bthat|\bthe|\bonly|\bnumber)\s$")
_NEAR = re.compile(r"\s?[-–:]\s?\d+(?!\d*[,.]\d)")
_WORD = re.compile(r"\s+([^\W\d_]+)")
_IN_BRACKETS = re.compile(r"\)\s")
_OPENS = re.compile(r"^\s*[(\[]?$")
_HEADING = re.compile(r"\s[^\W\d_a-zäåöé]")
_NUMBERS_LIST = re.compile(r"[.)\]](?:\s|$)")
_LAST_WORD = re.compile(r"([\w'’]+)\W*$")
_ENGLISH_WORD = re.compile(r"\s+([A-Za-z]{3,})")
_PAST = re.compile(r"\s+\w+(?:ed|re)\b")
_CAPITAL_AFTER = re.compile(r"[\s-]+[A-Z]")
_ARABIC_TEENS = re.compile(r"(?<!\w)و?ال\w+\s$")
_NEITHER = re.compile(r"(?:نه|نه\s+\S+)\s+و\s+$")
_NEXT = re.compile(r"\b(?:next|last|past|previous)\s$")
_MONTH = "(?:" + "|".join(sorted({*load("en")["dates"]["months"]} - {"march", "mar", "may"})) + ")"
_MONTH_BEFORE = re.compile(rf"\b(?:{_MONTH}\.?|(?:on|by|until|since) (?:may|march)) $")
_MONTH_AFTER = re.compile(rf" (?:{_MONTH}\b|(?:may|march)\b(?=[.,]| (?:that|this|last|next)\b))")
"""Months in small letters are no dates by themselves, but their days count nothing."""
_OF_ONE_THING = re.compile(r"\ban? (?:[a-z-]+ ){0,2}$")
_PLURAL = re.compile(r"(?:s|people|[a-z]?men|children|dead)$")
"""What "a foiled 2018" goes on with where it counts, and where it is a year: "people", "bomb plot"."""
_HALF_OF = re.compile(r"-?(?:time|way|hour|year|brother|sister|mast|[ -]?sister)")
_ONE_HALF = re.compile(r"(?:first|second|other|latter)\s$")
_HALF_UNIT = re.compile(r"-?hour|-?year")
_OF_ONE = re.compile(r"\s(?:من\b|واحد)")
_OF = re.compile(r"\sof\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_WITHIN_FOUR = re.compile(r"[\s-]+(?:[^\W\d_][\w'’-]*\s+){0,3}?([^\W\d_]+)")
_FAR = re.compile(r"\d\s?[-–:]\s?$")
_SCORE = re.compile(r"\b(?:win|won|beat|defeat|draw|drew|victory|lead|led|lost|score|tie|vote)", re.IGNORECASE)


def telephones(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the telephone numbers of ``text[start:end]``."""
    return (Span(*match.span()) for match in _TELEPHONE.finditer(text, start, end))


def is_named(text: str, start: int, numeral: Numeral, grammar: Rules) -> bool:
    """Tell whether a word before a number makes it a name: "Article 5", "Room 12"; one in another cell does not."""
    reach = max(start - 8, 0, numeral.start - 30)
    return bool(grammar.identifier.search(text, max(reach, text.rfind("\t", reach, numeral.start)), numeral.start))


def is_quantity(text: str, start: int, end: int, numeral: Numeral, grammar: Rules) -> bool:
    """Tell whether a numeral counts something, by the characters around it within its sentence."""
    before, after = text[max(start, numeral.start - 30) : numeral.start], text[numeral.end : min(end, numeral.end + 24)]
    if grammar.ordinal.match(after) or grammar.clock.match(after) or is_named(text, start, numeral, grammar):
        return False
    if grammar.street.match(after) or grammar.clock_before.search(before):
        return False
    if numeral.words:
        return _word_counts(text, start, before, after, numeral, grammar)
    if _LETTERED.search(before) or _is_coded(text[numeral.start : numeral.end]):
        return False
    glued = _GLUED_BEFORE.search(before) and not _FREE_BEFORE.search(before) and not _SIGN_BEFORE.search(before)
    if glued and not (grammar.language == "ar" and _ATTACHED.search(before)):
        return False
    if _GLUED_AFTER.match(after) and not _IN_BRACKETS.match(after):
        return bool(_UNIT_AFTER.match(after.lstrip(_GLUE)))
    opens = numeral.start - start < 3 and _OPENS.search(before)
    heading = isinstance(numeral.value, float) and _HEADING.match(after)
    if opens and not math.isinf(numeral.value) and (heading or _NUMBERS_LIST.match(after)):
        return False
    if grammar.language == "en" and numeral.value <= 31 and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return False
    return not _is_year(before, after, numeral, grammar) and not _is_score(before, after)


def _is_coded(written: str) -> bool:
    """Tell digits that open with a nought and so name something, or tell the time: 0417, 06.40."""
    return len(written) > 1 and written[0] in "0٠۰" and written[1].isdecimal()


def _is_year(before: str, after: str, numeral: Numeral, grammar: Rules) -> bool:
    if not isinstance(numeral.value, int) or not 1300 <= numeral.value <= 2099 or numeral.end - numeral.start != 4:
        return False
    last = _LAST_WORD.search(before)
    if last and (last[1].lower() in grammar.year_before or last[1][-2:] in ("'s", "’s")):
        return True
    noun = _WORD.match(after)
    of_one = numeral.value >= 1900 and _OF_ONE_THING.search(before)
    if of_one and noun and class_of_noun([noun[1]]) == "other" and not _PLURAL.search(noun[1]):
        return True
    return not noun or class_of_noun([noun[1]]) in _NAMED_BY_YEAR or noun[1].lower() == "killings"


def _is_score(before: str, after: str) -> bool:
    near, far = _NEAR.match(after), _FAR.search(before)
    return bool((near or far) and (_SCORE.search(before) or _SCORE.search(after)) and "vote" not in before + after)


def _is_ordinal(word: str, after: str) -> bool:
    """Tell "a third list" from "a third of the lists" and "a third died"."""
    noun = _ENGLISH_WORD.match(after)
    if not word.lower().endswith(("third", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")) or not noun:
        return False
    return noun[1] not in context("no_nouns") and not _PAST.match(after)


def _word_counts(text: str, start: int, before: str, after: str, numeral: Numeral, grammar: Rules) -> bool:
    word = text[numeral.start : numeral.end]
    low = word.lower()
    if _is_half_a_name(before, after):
        return False
    inside = numeral.start > start and not _OPENING.search(before)
    if (
        word[0].isupper()
        and inside
        and not (word.isupper() and _CAPITALS.match(after))
        and (_OTHER_NAMES.search(before) or _CAPITAL_AFTER.match(after))
    ):
        return False
    if low[-1] in grammar.percent_ends and grammar.percent.search(before + word):
        return False
    if low in ("عشر", "عشرة") and _ARABIC_TEENS.search(before):
        return False
    if low in grammar.twins:
        return bool((noun := _NOUN.match(after)) and class_of_noun([noun[1]]) == "events")
    if low in grammar.unsure:
        noun = _NOUN.match(after)
        return bool(noun and class_of_noun([noun[1]])) and not _NEITHER.search(before)
    if numeral.share:
        return _share_counts(low, before, after)
    if low in grammar.ones:
        return _one_counts(before, after, grammar)
    return True


def _is_half_a_name(before: str, after: str) -> bool:
    """Tell a Persian number word that is one half of a longer word ("سه‌شنبه"), but for ages and counting words."""
    return before.endswith(_GLUE) or (
        after.startswith(_GLUE) and not after.startswith(("\u200cسال", "\u200cتا", "\u200cنفر"))
    )


def _share_counts(low: str, before: str, after: str) -> bool:
    if low.startswith("a ") and _is_ordinal(low, after):
        return False
    if low.endswith("quarters") and _NEXT.search(before):
        return False
    if _HALF_OF.match(after) or _ONE_HALF.search(before):
        return bool(_HALF_UNIT.match(after))
    return True


def _one_counts(before: str, after: str, grammar: Rules) -> bool:
    """Tell "one soldier was killed" from "one of the", "no one" and the article of other languages."""
    if grammar.language == "en" and _ONE_OF.match(after):
        return True
    ahead = _ONE_TO.match(after)
    if ahead and ahead["other"].lower() in context("small"):
        return True
    if _OCCASION.match(after):
        return False
    if grammar.duals:
        return not _OF_ONE.match(after) and not before.endswith(("واحداً ", "واحدا ", "واحدة "))
    lead = lead_before(before, 0, len(before), grammar)
    phrase = squeeze((lead[1] or lead[2]) if lead else "")
    if (" " in phrase and grammar.kinds[phrase] in ("lower", "upper")) or (
        grammar.language == "en" and (_ONE_COUNTS.search(before) or _STATES.match(after))
    ):
        return not _OF.match(after) or " " in phrase
    if _NO_ONE.search(before.lower()):
        return False
    tail = [word.lower() for word in _LETTERS.findall(after)[:4]]
    if not tail or not _WITHIN_FOUR.match(after) or (tail[0] in grammar.stop and tail[0] not in grammar.one):
        return False
    return any(word in grammar.one for word in tail[:3])


def decided(word: str) -> bool:
    """Tell whether ``word`` is a verb that says what happened to those who are counted after it."""
    return word.lower() in verb_classes()
