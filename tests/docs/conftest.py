"""What the tests of the pages share: a desk with the case that ``make demo`` makes, built once."""

from __future__ import annotations

import pytest
from tests.docs.shown import WITNESSMARK, Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the desk that pages are run on."""
    if not WITNESSMARK.exists():
        pytest.skip("the command is not installed beside this Python")
    return Desk.build(tmp_path_factory.mktemp("desk").resolve())
