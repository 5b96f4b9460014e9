"""Exports: a case, or what was read in it, as a folder that others can use without this program.

Promises: a folder appears under its name whole and on disk, or not at all; an existing one is never touched; nothing
is exported with a citation that does not resolve, or out of a record that does not verify; the same case gives the same
bytes but for who exports, when and why, which are given. What goes in is named here, file by file: the record, and the
lists of the reading. What a case keeps apart (its settings, keys, the replies of a language model and, once there are
any, protected identities) is in neither, and so in no export.
Does not: send anything.
"""

from __future__ import annotations

from witnessmark.publish.exporting.exports import FORMS, Exported, Order, export

__all__ = ["FORMS", "Exported", "Order", "export"]
