"""Who said what, by the rules of each language: cues, clauses and quotations of one sentence at a time.

Promises: statements as token ranges that become spans of the unchanged text; words and patterns are data.
Does not: say who a speaker is beyond the words that name them (see ``parties``), or use a model.
"""
