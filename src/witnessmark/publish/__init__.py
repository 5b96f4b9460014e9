"""What leaves a case: lists, and documents in which every sentence leads back to sealed bytes.

Promises: nothing is published with a citation that does not resolve; nothing leaves the machine.
Does not: write to the case. ``dossier.write_dossier`` writes a dossier; ``lists`` and ``rows`` make the rows of lists.
"""
