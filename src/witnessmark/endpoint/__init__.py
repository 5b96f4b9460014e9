"""The endpoint: a language model on the person's own machine or network, asked who said what. Off unless it is set.

Promises: nothing is sent but to the one address that the case's settings name, and never beyond the own network unless
they allow it; only ``connection`` opens a connection. What comes back is taken only where its words stand in the text.
Does not: install or start a model, or find one.
"""

from witnessmark.endpoint.connection import Connection
from witnessmark.endpoint.kept import Kept
from witnessmark.endpoint.reader import EndpointReader
from witnessmark.endpoint.settings import Endpoint

__all__ = ["Connection", "Endpoint", "EndpointReader", "Kept"]
