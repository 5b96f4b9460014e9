"""Statements of one text: who said what, in the exact words, by the rules of its language.

Promises: statements in the order of the text, each content standing in it; ``relayed_by`` points at outer statements.
Does not: say who "he" is beyond ``parties`` in English and the plain means of ``speakers`` in other languages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from witnessmark.nouns import Mode, Name, Passage, Span, Speaker, Statement
from witnessmark.reading.attributing.arabic import ArabicAttribution
from witnessmark.reading.attributing.clauses import subject
from witnessmark.reading.attributing.cues import Grammar, grammar, match
from witnessmark.reading.attributing.drafts import CONTINUED, TURN, Draft
from witnessmark.reading.attributing.german import GermanAttribution, going_on
from witnessmark.reading.attributing.indirect import Attribution
from witnessmark.reading.attributing.persian import PersianAttribution
from witnessmark.reading.attributing.quotations import Quotation, find_quotations
from witnessmark.reading.attributing.turns import Turn, find_turns
from witnessmark.reading.layout import Paragraph, Sentence, Token
from witnessmark.reading.parties.naming import name_alone
from witnessmark.reading.parties.resolving import Claim, resolve_parties
from witnessmark.reading.parties.speakers import Parties

_SERIES_WORDS = 3
_LONGEST_SLUG = 160
"""Letters of a line in capitals that is no prose."""
_LONGEST_RUN = 500
"""Tokens that sentences joined by a quotation may have before they are read apart: work stays bounded."""


def find_statements(
    text: str, paragraphs: Sequence[Paragraph], language: str, names: Sequence[Name] = ()
) -> tuple[Statement, ...]:
    """Return the statements of ``text`` in order; ``names`` help to say who the speakers are."""
    rules = grammar(language)
    found: list[Draft] = []
    carried: Draft | None = None
    before: Draft | None = None
    turns = find_turns(text, paragraphs, language)
    for paragraph in paragraphs:
        drafts = _of_paragraph(text, paragraph, rules, carried, turns.get(paragraph.span.start), before)
        found += drafts
        before = next((draft for draft in reversed(drafts) if draft.source), None)
        carried = _carry(text, paragraph, drafts, rules)
    return with_parties(text, in_order(found), paragraphs, language, names)


def in_order(found: Sequence[Draft]) -> list[Draft]:
    """Return drafts in the order of their text, each once."""
    return _distinct(sorted(found, key=lambda draft: (draft.start, -draft.content[-1][1])))


def with_parties(
    text: str, found: Sequence[Draft], paragraphs: Sequence[Paragraph], language: str, names: Sequence[Name] = ()
) -> tuple[Statement, ...]:
    """Return the statements of drafts that are in order, with the parties that their speakers are."""
    if language == "en":
        return _statements(text, found, _english(text, found, paragraphs))
    return _statements(text, found, _plain(text, found, Parties(text, language, names, paragraphs)))


def _of_paragraph(
    text: str,
    paragraph: Paragraph,
    rules: Grammar,
    carried: Draft | None,
    turn: Turn | None,
    before: Draft | None = None,
) -> list[Draft]:
    if turn is None and _is_slug(text[paragraph.span.start : paragraph.span.end]):
        return []
    quotations = find_quotations(text, paragraph.span, dashes=rules.language in ("sv", "fr", "es"))
    starts = [each.span.start for each in quotations]
    found: list[Draft] = []
    last: Draft | None = None
    if turn is not None:
        paragraph = _after_label(paragraph, turn.words.start)
    for tokens in _runs(paragraph.sentences, quotations):
        inside = quotations[bisect_left(starts, tokens[0].start) : bisect_left(starts, tokens[-1].end)]
        made = _read(tokens, inside, rules)
        found += made
        last = next((draft for draft in reversed(made) if draft.source), last)
        for quoted in _continuing(paragraph, inside, made, last, carried):
            quoted.named = rules.language == "de"
            found.append(quoted)
    if rules.language == "de":
        found += _reported_on(paragraph, found, before)
    return _in_turn(turn, found) if turn is not None else found


def _read(tokens: tuple[Token, ...], inside: Sequence[Quotation], rules: Grammar) -> list[Draft]:
    if rules.language == "de":
        return GermanAttribution(tokens, inside).read()
    if rules.language == "ar":
        return ArabicAttribution(tokens, inside).read()
    if rules.language == "fa":
        return PersianAttribution(tokens, inside).read()
    return Attribution(tokens, inside, rules).read()


def _reported_on(paragraph: Paragraph, found: Sequence[Draft], earlier: Draft | None) -> Iterable[Draft]:
    """Yield drafts for German sentences in the subjunctive, which go on with the words of the speaker before."""
    spoken = sorted(found, key=lambda draft: draft.content[0][0])
    starts = [draft.content[0][0] for draft in spoken]
    bounds = [(sentence.span.start, sentence.span.end) for sentence in paragraph.sentences]
    cued = [bisect_left(starts, end) > bisect_left(starts, start) for start, end in bounds]
    sentences = [(sentence.tokens, each) for sentence, each in zip(paragraph.sentences, cued, strict=True)]
    for first, last in going_on(sentences):
        before = spoken[: bisect_left(starts, bounds[first][0])]
        speaker = next((draft for draft in reversed(before) if draft.source), earlier)
        if speaker is not None:
            content = (bounds[first][0], bounds[last][1])
            yield Draft([content], speaker.mode, CONTINUED, speaker.source, None, None, True, named=True)


def _after_label(paragraph: Paragraph, start: int) -> Paragraph:
    """Return the paragraph without the label of a transcript's turn."""
    kept = (
        Sentence(sentence.span, tuple(token for token in sentence.tokens if token.start >= start))
        for sentence in paragraph.sentences
    )
    return Paragraph(paragraph.span, tuple(sentence for sentence in kept if sentence.tokens))


def _in_turn(turn: Turn, found: list[Draft]) -> list[Draft]:
    """Return the drafts of a turn with the turn itself, which relays all that stands in it."""
    whole = Draft(
        [(turn.words.start, turn.words.end)],
        Mode.ASKED if turn.asks else Mode.ASSERTED,
        TURN,
        (turn.label.start, turn.label.end),
        turn=True,
    )
    for draft in found:
        draft.outer = draft.outer or whole
    return [whole, *found]


def _is_slug(words: str) -> bool:
    """Tell whether a paragraph is a line in capitals such as agencies put on top: "LORN-FIRE (UPDATE 2)"."""
    letters = [character for character in words if character.isalpha()]
    return len(letters) < _LONGEST_SLUG and sum(map(str.isupper, letters)) * 10 > len(letters) * 7


def _distinct(found: list[Draft]) -> list[Draft]:
    """Return each draft once: the same words of speaker, cue and content make one statement."""
    first: dict[tuple[object, ...], Draft] = {}
    for draft in found:
        first.setdefault((draft.source, draft.cue, tuple(draft.content), draft.mode), draft)
    kept = {id(draft) for draft in first.values()}
    for draft in found:
        if draft.outer is not None and id(draft.outer) not in kept:
            outer = draft.outer
            draft.outer = first[outer.source, outer.cue, tuple(outer.content), outer.mode]
    return list(first.values())


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


def _speaks_of_itself(text: str, outer: Draft, resolved: Mapping[tuple[int, int], str | None]) -> str | None:
    """Return who "I" is: the speaker of the quotation or the turn that it stands in."""
    quoted = outer.turn or text[outer.content[0][0]] in "\"“«„‘'"
    return resolved.get(outer.source) if quoted and outer.source else None


def _english(text: str, drafts: Sequence[Draft], paragraphs: Sequence[Paragraph]) -> list[str | None]:
    """Return the party of each draft of an English text."""
    places = {id(draft): at for at, draft in enumerate(drafts)}
    claims = [
        Claim(
            source=(Span(*draft.source),) if draft.source else (),
            cue=(Span(*draft.cue),) if draft.cue else (),
            content=tuple(Span(*piece) for piece in draft.content),
            outer=places.get(id(draft.outer)) if draft.outer is not None else None,
            label=draft.turn,
        )
        for draft in drafts
    ]
    return [found.party for found in resolve_parties(text, claims, (), paragraphs)]


def _plain(text: str, drafts: Sequence[Draft], parties: Parties) -> list[str | None]:
    """Return the party of each draft of a text in another language."""
    resolved: dict[tuple[int, int], str | None] = {}
    for draft in drafts:
        if draft.source and draft.source not in resolved:
            passage = Passage.of(text, Span(*draft.source))
            resolved[draft.source] = parties.resolve(passage, label=draft.turn)
            if resolved[draft.source] is None and draft.outer is not None and parties.is_speaker_itself(passage):
                resolved[draft.source] = _speaks_of_itself(text, draft.outer, resolved)
    return [resolved[draft.source] if draft.source else None for draft in drafts]


def _statements(text: str, drafts: Sequence[Draft], parties: Sequence[str | None]) -> tuple[Statement, ...]:
    places = {id(draft): at for at, draft in enumerate(drafts)}
    made: list[Statement] = []
    for draft, party in zip(drafts, parties, strict=True):
        speaker = None
        if draft.source:
            unnamed = draft.continued and draft.cue is None and not draft.named
            passage = None if unnamed else Passage.of(text, Span(*draft.source))
            speaker = Speaker(passage=passage, party=name_alone(party or "") or None)
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
