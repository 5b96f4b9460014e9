"""Parties: who the words that name a speaker refer to, from all that one text says of persons and bodies.

Promises: a party's name stands in the text, or is the nearest fuller form of it there.
Does not: know other texts; names of different texts meet in ``comparing``.
"""
