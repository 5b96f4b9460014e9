"""The commands that vouch for a case: its verification, time stamps from outside, and witnesses.

Promises: what the reference page on commands says.
Does not: hold any logic of the work.
"""

from __future__ import annotations

from pathlib import Path

import click

from witnessmark.cli.group import AS_JSON, CASE, FILE, NO, WRONG, print_rows


@click.command()
@CASE
@click.option("--checkpoint", metavar="FILE", type=FILE, help="A checkpoint kept from earlier.")
@click.option("--bag", metavar="DIR", type=FILE, help="A bag: is it one that this case exported?")
@AS_JSON
def verify(folder: Path, checkpoint: Path | None, bag: Path | None, as_json: bool) -> None:
    """Check every sealed byte, the log, and the words of the reading.

    Checks the signatures as well, and that every passage stands in its text. Exit status 1 means that the case does
    not verify; each fault is named.
    """
    from witnessmark.case import Case
    from witnessmark.publish import rows, terminal, verdicts
    from witnessmark.verifying import verify as check

    verdict = check(Case.open(folder), checkpoint, bag)
    try:
        if as_json:
            print_rows([*map(rows.fault, verdict.faults), verdicts.verdict(verdict)])
        else:
            terminal.print_verdict(folder, verdict)
    finally:
        if verdict.faults:
            raise SystemExit(NO)  # whether or not the answer could be printed


@click.command()
@CASE
@click.option("--authority", "addresses", metavar="URL", multiple=True, help="Ask this one; may be given again.")
@click.option("--trust", metavar="FILE", type=FILE, multiple=True, help="Trust this root certificate (PEM or DER).")
@click.option("--request", metavar="FILE", type=FILE, help="Write a request here, for a machine with the network.")
@click.option("--response", metavar="FILE", type=FILE, multiple=True, help="Take the answer to such a request.")
def stamp(
    folder: Path, addresses: tuple[str, ...], trust: tuple[Path, ...], request: Path | None, response: tuple[Path, ...]
) -> None:
    """Have the checkpoint stamped by time-stamping authorities (RFC 3161).

    Asks those that --authority or case.toml names, and nobody else: each gets a digest and a random number. With
    --trust, --request or --response alone, nobody is asked.
    """
    from witnessmark import stamping
    from witnessmark.case import Case
    from witnessmark.publish import terminal

    case = Case.open(folder)
    asked = () if not addresses and (trust or request or response) else stamping.authorities_of(case, addresses)
    for path in trust:
        terminal.print_trusted(stamping.trust(case, path))
    if request is not None:
        terminal.print_request(request, stamping.write_request(case, request))
    for path in response:
        terminal.print_stamp(stamping.take_response(case, path))
    wrong = False
    for authority in asked:
        click.echo(f"Sending the digest of the checkpoint to {authority.address}", err=True)
        for outcome in stamping.stamp(case, [authority]):
            terminal.print_outcome(outcome)
            if outcome.problem:
                wrong = True
    if wrong:
        raise SystemExit(WRONG)


@click.group()
def witness() -> None:
    """Have a partner sign that the log has only grown.

    You export a checkpoint, the partner signs it, you import what comes back; people carry the files.
    """


@witness.command("export")
@CASE
@click.option("-o", "--output", required=True, metavar="FILE", type=FILE, help="The file to send.")
@click.option("--since", metavar="N", type=click.IntRange(min=0), help="How many entries the partner saw last.")
def witness_export(folder: Path, output: Path, since: int | None) -> None:
    """Write the checkpoint, and the proof that it grew, for a partner."""
    from witnessmark import witnessing
    from witnessmark.case import Case
    from witnessmark.publish import terminal

    terminal.print_offer(output, witnessing.export(Case.open(folder), output, since))


@witness.command("sign")
@click.argument("given", metavar="FILE", type=FILE)
@click.option("--seen", required=True, metavar="STATE", type=FILE, help="The file with what you have signed for.")
@click.option("-o", "--output", required=True, metavar="FILE", type=FILE, help="The file to send back.")
@click.option("--key", metavar="KEY", help="The log's public key, or a file with it: for a log or key that is new.")
@click.option("--as", "name", metavar="NAME", help="The name that you sign under, the first time.")
def witness_sign(given: Path, seen: Path, output: Path, key: str | None, name: str | None) -> None:
    """As a partner: check a checkpoint against what you saw before, and sign it.

    A log that was cut, or does not begin with what you signed for before, is refused.
    """
    from witnessmark import witnessing
    from witnessmark.publish import terminal

    terminal.print_signing(output, witnessing.sign(given, seen, output, key=key, name=name))


@witness.command("import")
@CASE
@click.argument("given", metavar="FILE", type=FILE)
@click.option("--key", metavar="KEY", help="The partner's public key, or a file with it: for a partner who is new.")
def witness_import(folder: Path, given: Path, key: str | None) -> None:
    """Keep what a partner has signed."""
    from witnessmark import witnessing
    from witnessmark.case import Case
    from witnessmark.publish import terminal

    terminal.print_witnessed(witnessing.take(Case.open(folder), given, key))
