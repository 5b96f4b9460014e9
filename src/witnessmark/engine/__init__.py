"""Where work that can run apart, document by document, is run.

Promises: every item gets exactly one result, whatever happens to the process that worked on it; memory is bounded by
the number of items in flight; an interrupted run ends its processes. Local processes now.
Does not: know what the work is, or keep results.
"""

from witnessmark.engine.local import WORTH_A_POOL, Crash, map_unordered, worker_count

__all__ = ["WORTH_A_POOL", "Crash", "map_unordered", "worker_count"]
