"""Looks across readings: which texts copy one another, and which figures answer one question.

Promises: pure functions of texts, readings and dates; the result does not depend on the order in which they come; one
new text needs to be compared only with those that its fingerprints name; an origin count is an upper bound.
Does not: keep anything, decide anything for people, or assert an answer.
"""

from . import candidates, copies, questions
from .candidates import MEETING, REACH, Fingerprint, fingerprints, is_telling, partners
from .copies import align
from .differences import differences
from .gazetteer import Entry
from .keys import QuestionKey, key_of, question_text
from .moments import Moment, moment_of
from .origins import families
from .places import Located, NamedPlace, locate
from .questions import FigureInCase, group, in_case
from .sides import TextSide
from .timeline import Dated, timeline

VERSION = f"{candidates.VERSION} {copies.VERSION} {questions.VERSION}"
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
