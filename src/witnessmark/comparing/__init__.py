"""Looks across readings: which texts copy one another, and which figures answer one question.

Promises: pure functions of texts, readings and dates; the result does not depend on the order in which they come; one
new text needs to be compared only with those that its fingerprints name; an origin count is an upper bound.
Does not: keep anything, decide anything for people, or assert an answer.
"""

from witnessmark.comparing.copying import aligning, candidates
from witnessmark.comparing.copying.aligning import align
from witnessmark.comparing.copying.candidates import MEETING, REACH, Fingerprint, fingerprints, is_telling, partners
from witnessmark.comparing.copying.differences import differences
from witnessmark.comparing.copying.sides import TextSide
from witnessmark.comparing.gazetteer import Entry
from witnessmark.comparing.moments import Moment, moment_of
from witnessmark.comparing.origins import families
from witnessmark.comparing.places import Located, NamedPlace, locate
from witnessmark.comparing.questions import grouping
from witnessmark.comparing.questions.grouping import FigureInCase, group, in_case
from witnessmark.comparing.questions.keys import QuestionKey, key_of, question_text
from witnessmark.comparing.timeline import Dated, timeline

VERSION = f"{candidates.VERSION} {aligning.VERSION} {grouping.VERSION}"
"""Names everything that decides a comparison: what was compared by another version must be compared anew."""

__all__ = [
    "MEETING",
    "REACH",
    "VERSION",
    "Dated",
    "Entry",
    "FigureInCase",
    "Fingerprint",
    "Located",
    "Moment",
    "NamedPlace",
    "QuestionKey",
    "TextSide",
    "align",
    "differences",
    "families",
    "fingerprints",
    "group",
    "in_case",
    "is_telling",
    "key_of",
    "locate",
    "moment_of",
    "partners",
    "question_text",
    "timeline",
]
