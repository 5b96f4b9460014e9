"""The fence: every file is read in a process of its own, which can do nothing but read it.

Promises: what a file makes of its process stays there; limits of memory, time and room are the caller's; what comes
back is checked before it is believed.
Does not: know any format.
"""
