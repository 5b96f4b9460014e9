"""The reading on disk: one SQLite file that can be deleted and rebuilt from the record.

Promises: what is put is on disk when the transaction ends; a passage that does not stand in its text is refused; every
list comes back in an order that depends on the material alone. Questions are asked in ``ask`` and ``search``, rows are
put in ``write``.
Does not: hold anything that the record does not decide.
"""

from witnessmark.store.store import Store

__all__ = ["Store"]
