"""Web pages, and books made of them: the article, its headline, and what the page declares of itself.

Promises: the article where it can be told from the rest, else every visible word and a fault that says so.
Does not: run scripts, or fetch anything.
"""
