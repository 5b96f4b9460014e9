"""Time-stamping authorities: whom a person names, and the one exchange with each that they ask for.

Promises: nobody is asked but the addresses that the person names, in the call or in the case's settings; what is sent
is a digest and a random number; only ``connection`` opens a connection.
Does not: believe what comes back (``record.stamping`` checks it), or know any authority by itself.
"""

from witnessmark.authority.connection import UnansweredError, exchange
from witnessmark.authority.settings import Authority, authorities_from, authority_from

__all__ = ["Authority", "UnansweredError", "authorities_from", "authority_from", "exchange"]
