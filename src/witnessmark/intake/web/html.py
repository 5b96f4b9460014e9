"""Reads web pages.

Promises: the article's words in order (headings, paragraphs, lists, tables, captions), with the title, author,
publisher and date that the page declares; where the article cannot be told from the rest, every visible word, and a
fault that says so. Fetches nothing and expands no entity beyond HTML's own. The same bytes give the same text on
any day.
The page of an archiving tool is read by ``auto_archiver``.
Does not: run scripts; read comments below an article; take a date for declared that had to be searched for, without
saying so.
"""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass, replace
from types import FrameType

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.metadata import extract_metadata

from witnessmark.intake.archived import auto_archiver
from witnessmark.intake.draft import Block, Draft, Loss, join
from witnessmark.intake.flow import Flow
from witnessmark.intake.limits import Limits
from witnessmark.intake.texts.characters import decode
from witnessmark.intake.web import page
from witnessmark.intake.web.article import pick
from witnessmark.nouns import Edtf

MOST_FOR_ARTICLE = 4 << 20
"""Larger pages are read whole: finding the article in 18 MB takes 25 seconds and 1.8 GB."""
FIRST_DAY, LAST_DAY = "1970-01-01", "2099-12-31"
"""Dates of publication are looked for between these, whatever today is."""
AGAIN_SECONDS = 0.25
"""An exception that is raised while Python tidies up is lost; so the alarm for metadata is repeated."""
TOO_LARGE = "the page is too large to find its article; every visible word was read"
HINT_WHOLE = "menus and footers may stand in the text: check statements against the page"

DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
DECLARED_XML = re.compile(rb"""^\s*<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_:.-]+)""")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a page says about itself."""

    title: str | None = None
    author: str | None = None
    published: Edtf | None = None
    publisher: str | None = None
    language: str | None = None
    losses: tuple[Loss, ...] = ()


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of a web page. Raises RefusedError where they are no text."""
    declared = DECLARED_XML.search(data[:1024]) or DECLARED.search(data[:8192])
    decoded = decode(data, declared[1].decode("ascii").lower() if declared else None)
    archived = auto_archiver.may_be_one(decoded.content)
    tree, why_whole = _tree(decoded.content, auto_archiver.LARGEST if archived else MOST_FOR_ARTICLE)
    if archived and tree is not None and auto_archiver.is_one(tree):
        return auto_archiver.read(tree, decoded)
    if archived and len(decoded.content) > MOST_FOR_ARTICLE:
        tree, why_whole = None, TOO_LARGE
    facts = _Facts() if tree is None else _facts(tree, decoded.content, limits.date_seconds)
    losses = decoded.losses + facts.losses
    blocks, doubts = ([], ()) if tree is None else _article(tree, facts.title)
    losses += doubts
    if not blocks:
        flow = Flow(collapse=True)
        page.pour(decoded.content, flow)
        blocks = flow.blocks()
        losses += (Loss(why_whole or "no article was found in the page; every visible word was read", HINT_WHOLE),)
    content, locators = join(blocks)
    return Draft(
        content=content,
        locators=locators,
        encoding=decoded.encoding,
        declared_language=facts.language,
        title=facts.title,
        author=facts.author,
        published=facts.published,
        publisher=facts.publisher,
        losses=losses,
    )


def _tree(content: str, most: int) -> tuple[lxml.html.HtmlElement | None, str]:
    """Parse the page; no tree, and why, where the page is too large or too deep for one."""
    data = content.encode("utf-8")
    if len(data) > most:
        return None, TOO_LARGE
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, "the markup could not be parsed; every visible word was read"
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        return None, "the markup is nested too deeply to find its article; every visible word was read"
    return tree, ""


def _article(tree: lxml.html.HtmlElement, title: str | None) -> tuple[list[Block], tuple[Loss, ...]]:
    """Return the blocks of the page's article, none where there is none, and what is doubtful about them."""
    whole = Flow(collapse=True)
    page.pour_tree(tree, whole)
    blocks = whole.blocks()
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    if document is None or isinstance(document, dict) or document.body is None:
        return [], ()
    picked = pick(blocks, whole.captions(), "".join(map(str, document.body.itertext())), title)
    if picked:
        return picked, ()
    flow = Flow(collapse=True)
    _pour(document.body, flow)
    fault = "the article could not be matched with the page; words may be joined, moved or missing"
    return flow.blocks(), (Loss(fault, "check quotes against the page"),)


def _pour(body: etree._Element, flow: Flow) -> None:
    """Pour trafilatura's tree (TEI's names) into the flow."""
    opens = {"head": flow.open_heading, "table": flow.open_table, "row": flow.open_row, "cell": flow.open_cell}
    closes = {"head": flow.close_heading, "table": flow.close_table, "cell": flow.close_cell}
    inline = {"hi", "ref", "del", "span", "a"}
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag == "lb":
                flow.line_break()
            elif tag not in inline:
                opens.get(tag, flow.cut)()
            flow.words(element.text or "")
        else:
            if tag not in inline and tag != "lb":
                closes.get(tag, flow.cut)()
            flow.words(element.tail or "")


def _facts(tree: lxml.html.HtmlElement, content: str, seconds: float) -> _Facts:
    """Return what the page says about itself; where that takes too long, its language alone and a loss."""
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    days = {"original_date": True, "extensive_search": False, "min_date": FIRST_DAY, "max_date": LAST_DAY}
    previous = signal.signal(signal.SIGVTALRM, _out_of_time)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN_SECONDS)
    try:
        found = extract_metadata(tree, None, days)
    except _OutOfTimeError:
        fault = Loss("the page's title, author and date took too long to find", "look them up in the page")
        return _Facts(language=language, losses=(fault,))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)
    facts = _Facts(found.title, found.author, None, found.sitename, language)
    return _dated(facts, found.date, content)


def _dated(facts: _Facts, date: str | None, content: str) -> _Facts:
    """Add the date of publication, and say so where it does not stand in the page's own metadata."""
    if not date or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        return facts
    declared = re.compile(
        r"<(?:meta|time|link|abbr)\b[^>]*"
        + date.replace("-", "[-/]?")
        + r"|\"date(?:Published|Created|Modified)\"\s*:\s*\""
        + date
    )
    dated = replace(facts, published=Edtf(date))
    if declared.search(content):
        return dated
    fault = Loss(
        f"the date of publication {date} is not declared by the page; it was found by searching it",
        "check it: dates such as 'last week' are resolved against it",
    )
    return replace(dated, losses=(*facts.losses, fault))


class _OutOfTimeError(BaseException):
    """Metadata took longer than it may; no parser's ``except Exception`` swallows it."""


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise _OutOfTimeError
