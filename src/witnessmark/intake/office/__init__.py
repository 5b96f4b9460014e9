"""Office documents, workbooks and presentations: XML in packed files, RTF and the older XLS.

Promises: words with the places that a person would look up; what is hidden, deleted or computed says so; parts that
cannot be read cost themselves.
Does not: run macros or formulas, follow links, or read what lies embedded.
"""
