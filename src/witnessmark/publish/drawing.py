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
    own_size: bool = False,
) -> Markup:
    """Return ``drawn``, written SVG, as a picture; ``identity`` is unique on the page, ``kind`` its classes.

    One of its ``own_size`` is shown no wider than it is; others are as wide as their place.
    """
    classes = f'class="{kind}" ' if kind else ""
    classes += f'width="{width}" ' if own_size else ""
    return Markup(  # noqa: S704 - every word in it is escaped
        f'<svg {classes}viewBox="0 0 {width} {height}" role="img" aria-labelledby="{identity}-t {identity}-d">'
        f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(described)}</desc>'
        f"{drawn}</svg>"
    )
