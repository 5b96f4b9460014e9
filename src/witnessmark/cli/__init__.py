"""The command line: each command parses, calls and prints.

Promises: what the reference page on commands says. What a command needs is imported when it runs, so that help comes at
once.
Does not: hold any logic of the work.
"""

from witnessmark.cli.asking import KINDS, list_, read, search
from witnessmark.cli.building import build
from witnessmark.cli.deciding import ACTIONS, decide
from witnessmark.cli.group import NO, STOPPED, WRONG, cli, main
from witnessmark.cli.publishing import dossier, export
from witnessmark.cli.vouching import stamp, verify, witness

__all__ = ["ACTIONS", "KINDS", "NO", "STOPPED", "WRONG", "cli", "main"]

for _command in (build, list_, search, read, decide, verify, stamp, witness, dossier, export):
    cli.add_command(_command)
