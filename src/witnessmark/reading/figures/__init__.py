"""Figures: every count or quantity of a text with its bounds, what it counts, and where and when.

Promises: a bound is never narrower than the words allow; work linear in the length of the text.
Does not: compare figures, or resolve dates (see ``dates``).
"""
