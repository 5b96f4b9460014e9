"""The command that builds a case.

Promises: what the reference page on commands says.
Does not: hold any logic of the work.
"""

from __future__ import annotations

from pathlib import Path

import click

from witnessmark.cli.group import BY, CASE, STOPPED, warn_of_keys
from witnessmark.errors import InputError


@click.command()
@CASE
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(readable=False, path_type=Path))
@click.option("--name", metavar="WORDS", help="The name of a new case; otherwise its folder's.")
@BY
@click.option("--retry", is_flag=True, help="Try again what could not be read before.")
def build(folder: Path, paths: tuple[Path, ...], name: str | None, by: str | None, retry: bool) -> None:
    """Seal, read and compare what is new under PATH.

    Makes the case if there is none. Run it again at any time: only new work is done.
    """
    from witnessmark import build as steps
    from witnessmark.case import SETTINGS, Case, who_acts
    from witnessmark.intake import is_reduced
    from witnessmark.publish import terminal

    steps.require_some(paths)
    by = who_acts(by)
    if (folder / SETTINGS).exists():
        case = Case.open(folder)
    elif not paths:
        raise InputError(f"{folder}: there is no such case; make one with `witnessmark build {folder} PATH...`")
    else:
        case = Case.create(folder, name=name)
    before = case.entries
    try:
        with terminal.progress() as progress:
            done = steps.build(case, paths, progress, by=by, retry=retry)
    except KeyboardInterrupt:
        click.echo("Stopped. All that was done is kept; run the same command to go on.", err=True)
        raise SystemExit(STOPPED) from None
    terminal.print_summary(case, done, before)
    if done.read and is_reduced():
        click.echo("Files were read in a reduced fence: bubblewrap is missing, or not permitted here.", err=True)
    warn_of_keys()
    if missing := steps.missing_paths(paths):
        raise InputError(f"{missing[0]}: there is no such file or folder; the rest was built. Check the path")
