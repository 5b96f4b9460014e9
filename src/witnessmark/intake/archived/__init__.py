"""What archivers leave beside the pages that they kept: their own page, lists of hashes, time-stamp tokens.

Promises: what these say of other files is given as they say it, with the place where it stands.
Does not: hold it against the files; ``declared_hashes`` does.
"""
