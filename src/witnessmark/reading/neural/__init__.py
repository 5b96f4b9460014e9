"""Who said what, by the shipped encoder: the spans that it finds, made into statements, and vectors of passages.

Promises: the same text gives the same statements on any number of processes; a damaged model file is named.
Does not: read other languages than English, or train (see ``training/``).
"""
