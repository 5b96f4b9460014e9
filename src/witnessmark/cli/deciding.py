"""The command that records what a person decides.

Promises: what the reference page on commands says.
Does not: hold any logic of the work.
"""

from __future__ import annotations

from pathlib import Path

import click

from witnessmark.cli.group import AS_JSON, BY, CASE, print_rows, warn_of_keys

ACTIONS = (
    "confirm",
    "reject",
    "unsure",
    "note",
    "grade",
    "interest",
    "relate",
    "merge",
    "split",
    "rename",
    "correct",
    "move",
    "withdraw",
    "replace-key",
)


@click.command()
@CASE
@click.argument("action", metavar="ACTION", type=click.Choice(ACTIONS))
@click.argument("target", required=False)
@click.argument("value", required=False)
@click.option("--reason", metavar="WORDS", help="Why; every decision but a note needs one.")
@click.option("--was", metavar="WORDS", help="With correct: the words of the text that are replaced.")
@click.option("--place", metavar="PLACE", help="With correct: where they stand, such as 'page 3, line 12'.")
@BY
@AS_JSON
def decide(
    folder: Path,
    action: str,
    target: str | None,
    value: str | None,
    reason: str | None,
    was: str | None,
    place: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Record a decision.

    \b
    confirm | reject | unsure STATEMENT   whether the statement is read right
    confirm | reject | unsure PAIR        whether two statements contradict each other
    note STATEMENT|PAIR|SOURCE WORDS      a note
    grade SOURCE|STATEMENT GRADE          a source's reliability A-F, a statement's credibility 1-6,
                                          or both, such as B2
    interest NAME INTEREST                an outlet or a party serves an interest: all that serve
                                          one interest count as one
    relate NAME RELATION                  how an outlet or a party is related to another, in words
    merge QUESTION QUESTION               the first question is the second one
    split QUESTION FIGURES                these figures answer a question of their own
    rename QUESTION WORDS                 how a question is put
    move FIGURE QUESTION|alone            a figure answers this question, or one of its own
    correct SOURCE WORDS --was WORDS      these words stand in the source, where its text has others;
                                          the next build reads the text so
    withdraw ENTRY|SOURCE                 take back a decision or a source; it stays in the record,
                                          and withdrawing the withdrawal's ENTRY gives it back
    replace-key                           sign with a new key from now on
    """
    from witnessmark.case import Case
    from witnessmark.deciding import Act
    from witnessmark.deciding import decide as record_decision
    from witnessmark.nouns import Action
    from witnessmark.publish import rows, terminal
    from witnessmark.record.entries import with_bytes_shown

    about = target and with_bytes_shown(target)
    act = Act(action=Action(action), target=about, value=value, reason=reason, by=by, was=was, place=place)
    for recorded in record_decision(Case.open(folder), act):
        row = rows.decision(recorded)
        print_rows([row]) if as_json else terminal.print_decision(folder, row)
    warn_of_keys()
