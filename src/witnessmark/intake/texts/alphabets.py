"""The letters beyond ASCII that languages write with, and the encodings that old files were written in.

Promises: plain tables. A letter that a language never uses is the best sign that an encoding was guessed wrong.
Does not: cover every language; one that is missing is judged by its script alone.
"""

from __future__ import annotations

LATIN: dict[str, str] = {
    "az": "əğıöşüç",
    "bs": "čćđšž",
    "ca": "àçèéíïòóúü·",
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøåéäöü",
    "de": "äöüßé",
    "en": "éèêëïöüçñáíóúàâôæœ",
    "es": "áéíñóúü¿¡ªº",
    "et": "äõöüšž",
    "eu": "ñçü",
    "fi": "äöåšž",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "gl": "áéíñóúü",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nb": "æøåéèêóòôäöü",
    "nl": "áéèëíïóöúü",
    "nn": "æøåéèêóòôäöü",
    "no": "æøåéèêóòôäöü",
    "pl": "ąćęłńóśźż",
    "pt": "áàâãçéêíóôõúüªº",
    "ro": "ăâîşţșț",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšžćđ",
    "sq": "çë",
    "sv": "åäöéàüæø",
    "tr": "çğıİöşüâîû",
}

ANY_LATIN = "".join(sorted(set("".join(LATIN.values()))))

COMMON: dict[str, str] = {
    "ARABIC": "اليمونهترىيبدعكسگ",
    "CYRILLIC": "оеаинтсрвлкмд",
    "GREEK": "αοιετσνηυρπκμ",
    "HEBREW": "יהולאתרבמשנ",
    "THAI": "านรกอเงมยลวดทสต่้ีั",
    "HIRAGANA": "のにはをとたがでしるれさかいてなもらりっこすき",
    "HANGUL": "이다는의에을가고지하은한로들사도기서",
    "CJK": "的一是在不了有和人这中大为上个国我以要他时来用们到会发年动能下说后对"
    "日本者政府十三死月後對殺國時說會這為個來們發",
}
"""The commonest letters of a script, which make up more than half of any running text in it."""

MARKS = "“”‘’„‚«»‹›–—…•·°§©®™€£†‡¿¡№½¼¾²³×±´،؛؟\u00a0\u00ad\u200c\u200d\u200e\u200f、。，！？：；（）《》「」『』・"
"""Signs that any language may use."""

SINGLE_BYTE: tuple[str, ...] = (
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "iso8859-2",
    "iso8859-5",
    "iso8859-6",
    "iso8859-7",
    "iso8859-8",
    "koi8-r",
    "koi8-u",
    "mac-roman",
    "mac-turkish",
    "mac-cyrillic",
    "mac-latin2",
    "cp437",
    "cp850",
    "cp852",
    "cp866",
)
"""In the order of how often old files have them; where two read a file alike, the first is named."""

SEVERAL_BYTES: tuple[str, ...] = ("iso2022_jp", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr")

CODECS = {"windows-874": "cp874", "shift_jis": "cp932", "euc_kr": "cp949"}
"""Python's codec where it has another name, or where the one in use is a superset of the one that files name."""
