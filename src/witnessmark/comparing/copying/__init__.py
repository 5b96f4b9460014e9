"""Copies: which texts share words, which of them took them from another, and which words these are.

Promises: candidates, evidence and direction are functions of the texts and their dates alone.
Does not: follow copies to an origin (see ``origins``), or read a store.
"""
