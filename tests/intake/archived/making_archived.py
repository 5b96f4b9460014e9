"""Folders as Bellingcat's auto-archiver leaves them with its local storage, of invented posts.

Promises: the structure of pages is that of the tool's own templates, of an older version and of a newer one; files are
stored under names without meaning, as the tool does; hashes, the list of them and the time stamps over it are real.
Does not: share code with what reads them.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from tests.record.forged import SHA256, SHA512, Wish, answer

from witnessmark.record.stamping import Request
from witnessmark.record.stamping.requests import Imprint

URL = "https://social.example/@anabel/posts/7731"
TITLE = "Ana Bel: the bridge at Velmora"
POST = """The governor of Velmora said that at least 43 prisoners had been killed.

Nobody from the ministry has answered: "We know nothing", said a guard at the bridge."""
METADATA: dict[str, str | Mapping[str, str]] = {
    "_processed_at": "2024-05-02 09:15:30.120000+00:00",
    "url": URL,
    "title": TITLE,
    "content": POST,
    "timestamp": "2024-04-30 18:02:11+00:00",
    "author": "Ana Bel",
    "archive_duration_seconds": "12",
    "replies": {"first": "Bo Cer says it was forty", "likes": "17"},
}
FILES = {
    "9f8e7d6c5b4a39281706f5e4.jpg": b"no picture at all",
    "00a1b2c3d4e5f60718293a4b.wacz": b"no archive",
}
OTHERS = {
    "list": "5e6f708192a3b4c5d6e7f809.txt",
    "stamp": "c0ffee0123456789abcdef01",
    "page": "77aa66bb55cc44dd33ee22ff.html",
}
SWITCH = '<form class="center"><label><input type="checkbox" checked>\nSafe Media View</label></form>'


def hashed(data: bytes, algorithm: str = "SHA-256") -> str:
    """Return a hash as a page gives it."""
    taken = hashlib.sha256(data) if algorithm == "SHA-256" else hashlib.sha3_512(data)
    return f"{algorithm}:{taken.hexdigest()}"


@dataclass(frozen=True)
class Media:
    """A file in a page: its key, and its other values; lists hold files of their own."""

    key: str
    kind: str = "image/jpeg"
    values: Mapping[str, str | Sequence[Media]] = field(default_factory=dict)


def page(
    media: Sequence[Media],
    metadata: Mapping[str, str | Mapping[str, str]] = METADATA,
    *,
    newer: bool = True,
    url: str = URL,
    count: int | None = None,
) -> bytes:
    """Return a page, as a newer version (with a switch, copies as JSON, inner files) or an older one writes it."""
    title = str(metadata.get("title", ""))
    head = f'<span class="copy">{url}</span> - <a href="{url}">open</a>' if newer else f'<a href="{url}">{url}</a>'
    shown = f"<p><b>title:</b> '<span class=\"copy\">{escape(title)}</span>'</p>" if title or not newer else ""
    rows = "".join(
        f"<tr>\n<td>\n{_medium(one, newer)}\n</td>\n<td>\n<a href='{one.key}'>open</a> or\n"
        f"<a href='{one.key}' download=''>download</a><br>\n</td>\n</tr>\n"
        for one in media
    )
    facts = "".join(
        f"<tr>\n<td>{name}</td>\n<td>\n{_value(value, newer)}\n</td>\n</tr>" for name, value in metadata.items()
    )
    switch = SWITCH if newer else ""
    version = "v1.1.2" if newer else "v0.12.0"
    body = f"""
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{url}</title><style>table td {{ padding: 5px; }}</style></head>
<body>
<div id="notification"></div>
<h2>Archived media for {head}</h2>
{shown}
<h2 class="center">content {len(media) if count is None else count} item(s)</h2>
{switch}
<table class="content">
<tr><th>about</th><th>files and preview</th></tr>
<tbody>{rows}</tbody></table>
<h2 class="center">metadata</h2>
<table class="metadata"><tr><th>key</th><th>value</th></tr>{facts}</table>
<p class="center">Made with <a href="https://github.com/bellingcat/auto-archiver">bellingcat/auto-archiver</a>
        {version}</p>
</body>
<script defer>document.title = "Archived media";</script>
</html>"""
    return body.encode()


def _medium(one: Media, newer: bool) -> str:
    first = (("key", one.key), ("type", one.kind))
    items = "\n".join(f'<li><b>{name}:</b> <span class="copy">{value}</span></li>' for name, value in first)
    for name, value in one.values.items():
        if isinstance(value, str):
            items += f"\n<li><b>{name}:</b> {_value(value, newer)}</li>"
            continue
        inner = "".join(_medium(inside, newer) if newer else "<a href='x'><img src='x'></a>" for inside in value)
        items += (
            f'\n<p></p><div><b class="collapsible" title="expand">{name} ({len(value)}):</b><p></p>'
            f'<div class="collapsible-content">{inner}</div></div><p></p>'
        )
    return f"<ul>\n{items}\n</ul>"


def _value(value: str | Mapping[str, str], newer: bool) -> str:
    if isinstance(value, str):
        written = escape(value)
        if value.startswith("http"):
            written = f'<a href="{written}" rel="noopener">{written}</a>'
        return f'<span class="copy">{written}</span>'
    copied = b64encode(repr(value).encode()).decode()
    button = f"<div class=\"center copy\" copy-value64='{copied}'>Copy as JSON</div>" if newer else ""
    items = "".join(f"<li>\n<b>{name}:</b> {_value(inner, newer)}\n</li>" for name, inner in value.items())
    return f"{button}<ul>{items}</ul>"


def token(data: bytes, *, sha512: bool = False, bare: bool = True, wish: Wish | None = None) -> bytes:
    """Return a time stamp over ``data``, alone or with the authority's answer around it."""
    name = "sha512" if sha512 else "sha256"
    imprint = Imprint(algorithm=name, digest=hashlib.new(name, data).digest())
    request = Request(data=b"", imprint=imprint, policy=None, nonce=4, wants_certificates=True)
    whole = answer(request, wish or Wish(hash_oid=SHA512 if sha512 else SHA256))
    return whole[whole.index(b"\x30\x03\x02\x01\x00") + 5 :] if bare else whole


def archive(
    folder: Path, *, algorithm: str = "SHA-256", newer: bool = True, apart: bool = False, slug: str = "social-example"
) -> dict[str, Path]:
    """Write what the tool leaves of one address into a folder of its own (or, ``apart``, each file into one).

    Returns the paths of all files by what they are: ``page``, ``list``, ``stamp``, and the names in ``FILES``.
    """
    names = dict(zip(FILES, FILES, strict=True)) | OTHERS
    keys = {key: f"{slug}{at if apart else ''}/{name}" for at, (key, name) in enumerate(names.items())}
    media = [Media(keys[name], "image/jpeg", {"hash": hashed(data, algorithm)}) for name, data in FILES.items()]
    lines = "\n".join(hashed(data, algorithm).partition(":")[2] for data in FILES.values()).encode()
    stamp = token(lines, sha512=newer, bare=True)
    chain = [Media(f"{slug}/1.crt", "", {"subject": "Port Selm Time"})]
    stamps = [Media(keys["stamp"], "", {"tsa": "http://time.example/tsr", "cert_chain": chain})]
    media.append(Media(keys["list"], "text/plain", {"timestamp_authority_files": stamps, "id": "timestamped_hashes"}))
    data = FILES | {"list": lines, "stamp": stamp, "page": page(media, newer=newer)}
    paths = {name: folder / key for name, key in keys.items()}
    for name, path in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[name])
    return paths
