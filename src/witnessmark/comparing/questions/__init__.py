"""Questions: which figures answer the same one, how their answers stand to each other, and why.

Promises: every grouping says why; decisions of people hold by figures, and so survive a new reading.
Does not: decide which answer is right, or read a store.
"""
