"""A suite of faults for a case on disk: kills, power cuts, full disks and torn writes, as many as are asked for.

Promises: what it does to a case is what happens to a real one: the trace of a job replays to the very folder that the
job left, and a disk that lost power keeps what was synced, and of the rest whatever chance leaves.
Does not: stand in for any part of the product; the jobs are the product's own calls.
"""
