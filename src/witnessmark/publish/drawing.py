"""The frame of every picture: an SVG that says in words what it shows.

Promises: title and description are escaped, and read aloud in place of the picture.
Does not: draw, or escape what is drawn: whoever draws does.
"""

from __future__ import annotations

from markupsafe import Markup, escape


def framed(
    identity: str,
    title: str,
    described: str,
    drawn: str,
    *,
    width: float,
    height: float,
    kind: str = "",
    shown: float = 0,
) -> Markup:
    """Return ``drawn``, written SVG, as a picture; ``identity`` is unique on the page, ``kind`` its classes.

    With ``shown`` it is no wider than so many pixels of the screen; otherwise as wide as its place.
    """
    classes = f'class="{kind}" ' if kind else ""
    classes += f'width="{shown:.0f}" ' if shown else ""
    return Markup(  # noqa: S704 - every word in it is escaped
        f'<svg {classes}viewBox="0 0 {width} {height}" role="img" aria-labelledby="{identity}-t {identity}-d">'
        f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(described)}</desc>'
        f"{drawn}</svg>"
    )
