"""The time and its source."""

from __future__ import annotations

from datetime import datetime

from witnessmark.record import now
from witnessmark.record.entries import TIME


def test_the_time_has_an_offset_and_says_its_source() -> None:
    """The time is RFC 3339 with an offset, close to now, and says whether the clock is set by a time source."""
    moment = now()
    assert TIME.fullmatch(moment.time)
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(moment.time)).total_seconds()) < 60
    source = moment.clock.removeprefix("system clock, ")
    assert source in ("synchronised", "not synchronised", "synchronisation unknown")
