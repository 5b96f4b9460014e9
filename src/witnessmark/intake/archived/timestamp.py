"""Reads time stamps (RFC 3161) that lie beside other files: an authority's answer, or the bare token out of it.

Promises: the text is who stamped and when, as the stamp says; declared are both, the digest that was stamped, the
policy and the number. The bytes are read strictly as DER.
Does not: check anything: ``witnessmark.declared_hashes`` looks at its signature and for what it stamps.
"""

from __future__ import annotations

from witnessmark import der
from witnessmark.der import Element
from witnessmark.intake.draft import Block, Draft, RefusedError, join
from witnessmark.intake.limits import Limits

SIGNED_DATA, TOKEN_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
ALGORITHMS = {
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
    "1.3.14.3.2.26": "SHA-1",
}
COMMON_NAME, ORGANISATION = "2.5.4.3", "2.5.4.10"
_TWO_BYTES = 0x1E
"""BMPString: letters of two bytes each."""
LARGEST = 1 << 20


def read(data: bytes, limits: Limits) -> Draft:
    """Read the bytes of an answer or a token. Raises RefusedError where they are none."""
    if len(data) > LARGEST:
        raise RefusedError("a time stamp longer than any is", "obtain another copy")
    try:
        return _draft(_token(der.read(data).expect(der.SEQUENCE, "it").children()))
    except (ValueError, IndexError) as error:
        raise RefusedError(f"a time stamp that cannot be read: {error}", "obtain another copy") from error


def _token(fields: list[Element]) -> list[Element]:
    """Return the parts of the signed data in a token, or in the answer that holds one; raises ValueError."""
    if fields and fields[0].tag == der.SEQUENCE:
        status = fields[0].children()
        if not status or status[0].integer() not in (0, 1) or len(fields) != 2:
            raise ValueError("the authority did not grant it")
        fields = fields[1].expect(der.SEQUENCE, "the time stamp").children()
    parts = _inside(fields, SIGNED_DATA, "the time stamp").children()
    if len(parts) < 4:
        raise ValueError("the time stamp is no signed data")
    return parts


def _draft(parts: list[Element]) -> Draft:
    info = _inside(parts[2].expect(der.SEQUENCE, "what was signed").children(), TOKEN_INFO, "what was signed")
    fields = der.read(info.expect(der.OCTETS, "what was signed").content).children()
    if len(fields) < 5:
        raise ValueError("what was signed is no time stamp")
    imprint = fields[2].children()
    if len(imprint) != 2 or not imprint[0].children():
        raise ValueError("its imprint is malformed")
    oid = imprint[0].children()[0].oid()
    digest = imprint[1].expect(der.OCTETS, "the digest").content.hex()
    moment = fields[4].time().isoformat().replace("+00:00", "Z")
    authority = _authority(parts)
    content, locators = join([Block(authority, (("part", "authority"),)), Block(moment, (("part", "time"),), "\n")])
    return Draft(
        content=content,
        locators=locators,
        title=f"Time stamp by {authority}",
        declared=(
            ("time", moment),
            ("authority", authority),
            ("imprint", f"{ALGORITHMS.get(oid, oid)}:{digest}"),
            ("policy", fields[1].oid()),
            ("number", str(fields[3].integer())),
        ),
    )


def _inside(fields: list[Element], kind: str, what: str) -> Element:
    """Return what a ContentInfo of a kind holds; raises ValueError."""
    if len(fields) != 2 or fields[0].oid() != kind or fields[1].tag != der.FIRST or not fields[1].children():
        raise ValueError(f"{what} is of another kind than a time stamp's")
    return fields[1].children()[0]


def _authority(parts: list[Element]) -> str:
    """Return the name in the certificate that the signature names, or of who issued that one where it is not there."""
    signer = parts[-1].expect(der.SET, "the signature").children()[0].children()
    named = signer[1].expect(der.SEQUENCE, "the signer's certificate").children()
    if len(named) != 2:
        raise ValueError("its signature does not name its certificate by issuer and number")
    issuer, serial = named[0].encoded, named[1].encoded
    offered = next((part for part in parts[3:-1] if part.tag == der.FIRST), None)
    for certificate in [] if offered is None else offered.children():
        held = certificate.children()[0].children()
        fields = held[1:] if held[0].tag == der.FIRST else held  # after the version, where it is written
        if len(fields) > 4 and (fields[0].encoded, fields[2].encoded) == (serial, issuer):
            return _name(fields[4]) or "an authority without a name"
    return _name(named[0]) or "an authority without a name"


def _name(element: Element) -> str | None:
    """Return the common name in an X.501 name, or the organisation's."""
    found: dict[str, str] = {}
    for part in element.expect(der.SEQUENCE, "a name").children():
        for pair in part.children():
            fields = pair.children()
            if len(fields) == 2:
                codec = "utf-16-be" if fields[1].tag == _TWO_BYTES else "utf-8"
                found[fields[0].oid()] = fields[1].content.decode(codec, "replace").strip()
    return found.get(COMMON_NAME) or found.get(ORGANISATION)
