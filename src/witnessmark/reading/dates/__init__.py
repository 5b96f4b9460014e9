"""Dates in a text as EDTF (ISO 8601-2) values that keep the precision of the words: ``1988-22`` for "summer 1988".

Promises: an explicit date is read from its words alone; a relative or yearless one against the publication date or the
nearest date of the text; work linear in the length of the text, whatever it holds. Words and patterns are data.
Does not: guess without an anchor, read ambiguous forms such as 03/04/2022 in English, or make an impossible date
possible.
"""

from witnessmark.reading.dates.finding import TextDates, find_date_words, find_dates

__all__ = ["TextDates", "find_date_words", "find_dates"]
