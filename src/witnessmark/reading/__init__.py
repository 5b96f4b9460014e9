"""The reading room: one text in, its statements, figures, dates and names out.

Promises: a pure function of the text and the reader's version; every passage stands in the text.
Does not: know other texts, cases or the record, or use disk, network, clock or chance.
"""

from witnessmark.reading.bounded import read_bounded
from witnessmark.reading.reader import NeuralReader, Reader, RuleReader, dated

__all__ = ["NeuralReader", "Reader", "RuleReader", "dated", "read_bounded"]
