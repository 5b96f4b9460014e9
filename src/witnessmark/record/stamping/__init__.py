"""Outside time: RFC 3161 requests over checkpoints, and what an authority's answer proves.

Promises: requests as bytes; an answer taken apart strictly, and checked by a flat list of checks that each say what is
wrong in words of their own.
Does not: use the network (the caller carries the bytes), look for revoked certificates, or know which authority to
trust: that is the person's choice, by the certificates that they give.
"""

from witnessmark.record.stamping.checks import Tie, faults_in, faults_of, tie_of
from witnessmark.record.stamping.requests import Request, new_request, read_request
from witnessmark.record.stamping.tokens import LARGEST_TOKEN, Token, read_bare, read_token

__all__ = [
    "LARGEST_TOKEN",
    "Request",
    "Tie",
    "Token",
    "faults_in",
    "faults_of",
    "new_request",
    "read_bare",
    "read_request",
    "read_token",
    "tie_of",
]
