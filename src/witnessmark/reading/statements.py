"""Statements of one text: who said what, in the exact words, by the rules of its language.

Promises: statements in the order of the text, each content standing in it; ``relayed_by`` points at outer statements.
Does not: say who "he" is beyond the plain means of ``speakers``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from witnessmark.nouns import Mode, Passage, Span, Speaker, Statement
from witnessmark.reading.clauses import subject
from witnessmark.reading.cues import Grammar, grammar, match
from witnessmark.reading.drafts import CONTINUED, Draft
from witnessmark.reading.indirect import Attribution
from witnessmark.reading.layout import Paragraph, Sentence, Token
from witnessmark.reading.quotations import Quotation, find_quotations
from witnessmark.reading.speakers import Parties

_SERIES_WORDS = 3
_LONGEST_RUN = 500
"""Tokens that sentences joined by a quotation may have before they are read apart: work stays bounded."""


def find_statements(text: str, paragraphs: Sequence[Paragraph], language: str) -> tuple[Statement, ...]:
    """Return the statements of ``text`` in order."""
    rules = grammar(language)
    found: list[Draft] = []
    carried: Draft | None = None
    for paragraph in paragraphs:
        drafts = _of_paragraph(text, paragraph, rules, carried)
        found += drafts
        carried = _carry(text, paragraph, drafts, rules)
    found.sort(key=lambda draft: (draft.start, -draft.content[-1][1]))
    return _statements(text, found, language)


def _of_paragraph(text: str, paragraph: Paragraph, rules: Grammar, carried: Draft | None) -> list[Draft]:
    quotations = find_quotations(text, paragraph.span, dashes=rules.language in ("sv", "fr", "es"))
    starts = [each.span.start for each in quotations]
    found: list[Draft] = []
    last: Draft | None = None
    for tokens in _runs(paragraph.sentences, quotations):
        inside = quotations[bisect_left(starts, tokens[0].start) : bisect_left(starts, tokens[-1].end)]
        made = Attribution(tokens, inside, rules).read()
        found += made
        last = next((draft for draft in reversed(made) if draft.source), last)
        found += _continuing(paragraph, inside, made, last, carried)
    return found


def _runs(sentences: Sequence[Sentence], quotations: Sequence[Quotation]) -> Iterable[tuple[Token, ...]]:
    """Yield the tokens of each sentence, joined where a quotation crosses the boundary, up to a length."""
    run: list[Token] = []
    passed = 0
    for sentence in sentences:
        if run:
            end = run[-1].end
            while passed < len(quotations) and quotations[passed].span.end < end:
                passed += 1
            following = quotations[passed] if passed < len(quotations) else None
            if len(run) > _LONGEST_RUN or following is None or not _crosses(following, end, sentence):
                yield tuple(run)
                run = []
        run += sentence.tokens
    if run:
        yield tuple(run)


def _crosses(quotation: Quotation, end: int, following: Sentence) -> bool:
    """Tell whether a quotation runs over ``end``, or its cue follows in the next sentence (``"X!" he said``)."""
    if quotation.span.start < end < quotation.span.end:
        return True
    return quotation.span.end == end and bool(following.tokens) and following.tokens[0].word[0].islower()


def _continuing(
    paragraph: Paragraph,
    quotations: Sequence[Quotation],
    made: Sequence[Draft],
    last: Draft | None,
    carried: Draft | None,
) -> Iterable[Draft]:
    """Yield drafts for quotations without a cue of their own that go on from the speaker before."""
    for each in quotations:
        inside = [d for d in made if d.content[0][0] >= each.span.start and d.content[-1][1] <= each.span.end]
        if any(s < each.span.end and each.span.start < e for d in made if d not in inside for s, e in d.content):
            continue
        length = each.span.end - each.span.start
        if any(d.source and (d.content[-1][1] - d.content[0][0]) * 10 > length * 9 for d in inside):
            continue
        opens = each.span.start - paragraph.span.start <= 2
        if each.words < _SERIES_WORDS or not (opens or (last and each.words > 5)):
            continue
        before = carried if opens and carried else last
        if before is not None and before.source:
            span = each.span
            # only in a series that a cue opens ("were chanting:") does each quotation have that cue
            cue = before.cue if before.series else None
            going_on = Draft(
                [(span.start, span.end)], before.mode, CONTINUED, before.source, cue, None, True, before.series
            )
            for draft in inside:
                draft.outer = draft.outer or going_on
            yield going_on


def _carry(text: str, paragraph: Paragraph, drafts: Sequence[Draft], rules: Grammar) -> Draft | None:
    """Return whose words the next paragraph goes on with, if it opens with a quotation."""
    quoting = [d for d in drafts if d.source and any(text[s] in '"“«„‘–—' or d.continued for s, _ in d.content)]
    if quoting:
        return quoting[-1]
    if text[paragraph.span.end - 1] == ":" and paragraph.sentences:
        return _series_opener(paragraph, rules)
    return None


def _series_opener(paragraph: Paragraph, rules: Grammar) -> Draft | None:
    """Read "The crowd was chanting:" before a series of quotations: the subject of its last cue speaks."""
    tokens = paragraph.sentences[-1].tokens
    for at in range(len(tokens) - 2, 0, -1):
        cue = match(tokens, at, 0, len(tokens), rules)
        found = subject(tokens, 0, cue.first, rules) if cue and cue.mode is Mode.ASSERTED else None
        if cue and found:
            source = (tokens[found[0]].start, tokens[found[1] - 1].end)
            last = cue.last
            spoken = (tokens[cue.first].start, tokens[last - 1].end)
            return Draft([], Mode.ASSERTED, CONTINUED, source, spoken, series=True)
    return None


def _statements(text: str, drafts: Sequence[Draft], language: str) -> tuple[Statement, ...]:
    places = {id(draft): at for at, draft in enumerate(drafts)}
    parties = Parties(text, language)
    resolved: dict[tuple[int, int], str | None] = {}
    made: list[Statement] = []
    for draft in drafts:
        speaker = None
        if draft.source:
            passage = Passage.of(text, Span(*draft.source))
            if draft.source not in resolved:
                resolved[draft.source] = parties.resolve(passage)
            named = None if draft.continued and draft.cue is None else passage
            speaker = Speaker(passage=named, party=resolved[draft.source])
        made.append(
            Statement(
                speaker=speaker,
                cue=Passage.of(text, Span(*draft.cue)) if draft.cue else None,
                content=Passage.of(text, *(Span(*piece) for piece in draft.content)),
                mode=draft.mode,
                score=draft.score,
                relayed_by=(places[id(draft.outer)],) if draft.outer is not None and id(draft.outer) in places else (),
            )
        )
    return tuple(made)
