"""The commands that hand a case on: as a dossier, a bag or tables.

Promises: what the reference page on commands says.
Does not: hold any logic of the work.
"""

from __future__ import annotations

from pathlib import Path

import click

from witnessmark.cli.group import BY, CASE, FILE
from witnessmark.errors import InputError
from witnessmark.publish import streams

FORMS = ("bag", "ftm", "csv")


@click.command()
@CASE
@click.option("-o", "--output", required=True, metavar="FILE", type=FILE, help="A name that ends in .html.")
def dossier(folder: Path, output: Path) -> None:
    """Write a dossier in which every item leads back to sealed bytes.

    It is refused where one citation does not resolve.
    """
    from witnessmark.case import Case
    from witnessmark.publish.dossier import write_dossier
    from witnessmark.publish.facts import case_facts

    case = Case.open(folder)
    with case.reading() as store, store.asking() as connection:
        write_dossier(connection, case_facts(case), output, case.path_of)
    click.echo(f"Wrote {streams.one_line(str(output))}")


@click.command()
@CASE
@click.argument("target", metavar="DIR", type=FILE)
@click.option("--as", "form", required=True, metavar="FORM", type=click.Choice(FORMS), help="bag, ftm or csv.")
@click.option("--reason", metavar="WORDS", help="Why, or for whom, a bag is made; kept in the log.")
@BY
def export(folder: Path, target: Path, form: str, reason: str | None, by: str | None) -> None:
    """Write the case into a new folder that others can use.

    \b
    bag   the whole record with the reading, which a stranger can verify;
          the log keeps that it was made
    ftm   FollowTheMoney entities, for Aleph and the like
    csv   one table for each kind of list, for a spreadsheet
    """
    from witnessmark.case import TOOL, Case, who_acts, words_of
    from witnessmark.publish import exporting, terminal
    from witnessmark.record import now

    if form != "bag" and (given := "--reason" if reason is not None else "--by" if by is not None else None):
        raise InputError(f"{given} goes with --as bag, whose making is recorded; leave it out")
    words = "Exported as a bag." if reason is None else words_of(reason, "--reason", lines=True)
    order = exporting.Order(form=form, path=target, by=who_acts(by), reason=words, moment=now(), tool=TOOL)
    with terminal.progress() as progress:
        done = exporting.export(Case.open(folder), order, progress)
    terminal.print_exported(done)
