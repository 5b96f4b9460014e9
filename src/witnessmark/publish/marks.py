"""Marks the cited words of a paragraph, however they nest or overlap.

Promises: the paragraph's words come out unchanged and in order; every reference's id opens its first mark and its way
back follows the last; marks that cross are split, so that the markup nests.
Does not: look at any text but the paragraph's.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from markupsafe import Markup

from witnessmark.publish.findings import Mark, Paragraph, Role
from witnessmark.publish.words import CONTEXT, LONG, left_out, shown

_ELEMENTS = {
    Role.SAID: "mark",
    Role.COUNT: "mark",
    Role.SPEAKER: "span",
    Role.CUE: "span",
    Role.SHARED: "span",
    Role.DATE: "span",
    Role.NAMED: "span",
}
_LEADS_BACK = frozenset({Role.SAID, Role.COUNT, Role.SHARED, Role.DATE, Role.NAMED})
_WHOLE = frozenset({Role.SAID, Role.COUNT})
_ORDER = [Role.SHARED, Role.SAID, Role.SPEAKER, Role.CUE, Role.DATE, Role.NAMED, Role.COUNT]
"""Of marks over the same words, the earlier role is the outer one."""


@dataclass(order=True, slots=True)
class _Piece:
    """A mark, or the rest of one that was split, in the order in which pieces open."""

    start: int
    backwards: int
    """The end, negated: of pieces with the same start, the longer opens first."""
    order: tuple[int, str]
    opens: bool = field(compare=False)
    mark: Mark = field(compare=False)

    @property
    def end(self) -> int:
        return -self.backwards


def marked(paragraph: Paragraph) -> Markup:
    """Return the paragraph's words as markup with every cited stretch marked."""
    return _Writer(paragraph).write()


class _Writer:
    def __init__(self, paragraph: Paragraph) -> None:
        self._text = paragraph.words.words
        self._offset = paragraph.start
        self._waiting = [_piece(mark) for mark in paragraph.marks]
        heapq.heapify(self._waiting)
        self._open: list[_Piece] = []
        self._out: list[str] = []
        self._at = paragraph.start

    def write(self) -> Markup:
        while self._waiting:
            piece = heapq.heappop(self._waiting)
            self._close_until(piece.start)
            self._words_until(piece.start)
            self._begin(self._fitted(piece))
        end = self._offset + len(self._text)
        self._close_until(end)
        self._words_until(end)
        return Markup("").join(map(Markup, self._out))  # made of escaped pieces

    def _fitted(self, piece: _Piece) -> _Piece:
        """Return as much of ``piece`` as the innermost open mark holds; the rest waits for its turn."""
        if piece.mark.reference.role in _WHOLE:
            self._give_way(piece)
        if not self._open or piece.end <= self._open[-1].end:
            return piece
        cut = self._open[-1].end
        heapq.heappush(self._waiting, _Piece(cut, piece.backwards, piece.order, False, piece.mark))
        return _Piece(piece.start, -cut, piece.order, piece.opens, piece.mark)

    def _give_way(self, piece: _Piece) -> None:
        """Cut open marks of lesser roles that end inside ``piece``, so that it can stay whole; their rest waits."""
        while self._open and self._open[-1].end < piece.end and self._open[-1].mark.reference.role not in _WHOLE:
            cut = self._open[-1]
            self._open[-1] = _Piece(cut.start, -piece.start, cut.order, cut.opens, cut.mark)
            heapq.heappush(self._waiting, _Piece(piece.start, cut.backwards, cut.order, False, cut.mark))
            self._close_until(piece.start)

    def _begin(self, piece: _Piece) -> None:
        role = piece.mark.reference.role
        opens = piece.opens and piece.mark.first and role in _LEADS_BACK
        identity = f' id="{piece.mark.reference.anchor}"' if opens else ""
        self._out.append(f'<{_ELEMENTS[role]} class="{role}"{identity}>')
        self._open.append(piece)

    def _close_until(self, point: int) -> None:
        while self._open and self._open[-1].end <= point:
            piece = self._open.pop()
            self._words_until(piece.end, inside=True)
            reference = piece.mark.reference
            self._out.append(f"</{_ELEMENTS[reference.role]}>")
            if piece.end == piece.mark.span.end and piece.mark.last and reference.role in _LEADS_BACK:
                self._out.append(
                    f'<a class="back" dir="ltr" href="#{reference.back}" '
                    f'aria-label="back to {reference.finding}">{reference.finding}</a>'
                )

    def _words_until(self, point: int, *, inside: bool = False) -> None:
        words = self._text[self._at - self._offset : point - self._offset]
        if not inside and not self._open and len(self._text) > LONG and len(words) > 3 * CONTEXT:
            head, tail = words[:CONTEXT], words[-CONTEXT:]
            self._out += [shown(head), left_out(len(words) - 2 * CONTEXT), shown(tail)]
        elif words:
            self._out.append(shown(words))
        self._at = point


def _piece(mark: Mark) -> _Piece:
    order = (_ORDER.index(mark.reference.role), mark.reference.anchor)
    return _Piece(mark.span.start, -mark.span.end, order, True, mark)
