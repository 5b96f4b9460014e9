"""The words of RTF that decide what is text: characters, groups that hold something else, code pages.

Promises: data alone, after the specification (RTF 1.9.1).
Does not: decide anything; ``rtf`` does.
"""

from __future__ import annotations

import re

CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
"""Words that stand for a character."""

MARGINS = {
    "header": "page header",
    "headerl": "page header",
    "headerr": "page header",
    "headerf": "page header",
    "footer": "page footer",
    "footerl": "page footer",
    "footerr": "page footer",
    "footerf": "page footer",
}

INFO = {
    "title": "title",
    "subject": "subject",
    "author": "author",
    "operator": "operator",
    "manager": "manager",
    "company": "company",
    "category": "category",
    "keywords": "keywords",
    "doccomm": "doccomm",
    "creatim": "creatim",
    "revtim": "revtim",
    "printim": "printim",
    "generator": "generator",
}
"""What a file says of itself, by its own names."""

TIMES = frozenset({"yr", "mo", "dy", "hr", "min"})

COMMENT_FACTS = frozenset({"atnauthor"})
"""Groups with the name of whoever wrote the next comment."""

SHOWN_ANYWAY = frozenset({"shpinst", "shptxt", "result", "fldrslt", "ftnalt", "shprslt"})
"""Groups that hold words to be shown although they stand in groups that are not."""

NOT_SHOWN = frozenset(
    {"colortbl", "pict", "object", "fldinst", "listtext", "pntext", "pntxta", "pntxtb", "xe", "tc", "revtbl", "rxe"}
    | {"filetbl", "listtable", "listoverridetable", "rsidtbl", "themedata", "datastore", "atnid", "atnref", "atnicn"}
    | {"atndate", "atntime", "atnparent", "bkmkstart", "bkmkend", "nonshppict", "private", "template", "sp", "sn", "sv"}
    | {"ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "nextfile", "nesttableprops", "nonesttables"}
)

HEADING = re.compile(
    r"(?:heading|title|überschrift|titre|titolo|título|rubrik|kop|nagłówek|nadpis|заголовок)\s*\d*$", re.IGNORECASE
)

CODE_PAGES = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
"""The code page of a font by its character set."""
