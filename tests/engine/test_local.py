"""Work in local processes."""

from __future__ import annotations

import os
import signal

import pytest

from witnessmark.engine import Crash, map_unordered, worker_count


def _double(number: int) -> int:
    return 2 * number


def _die_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _raise_on_two(number: int) -> int:
    if number == 2:
        raise ValueError("a defect")
    return number


@pytest.mark.parametrize("count", [0, 1, 3, 4, 40])
def test_every_item_has_one_result(count: int) -> None:
    """Few items or many, each comes back once with its own result."""
    assert sorted(map_unordered(_double, range(count), workers=2)) == [(item, 2 * item) for item in range(count)]


def test_a_worker_that_dies_costs_only_the_item_that_killed_it() -> None:
    """The items that were in flight beside it are worked on again."""
    results = dict(map_unordered(_die_on_three, range(30), workers=2))
    assert [item for item, result in results.items() if isinstance(result, Crash)] == [3]
    assert {item for item, result in results.items() if item == result} == {*range(30)} - {3}


def test_a_defect_is_raised_to_the_caller() -> None:
    """An exception of the function is no result."""
    with pytest.raises(ValueError, match="a defect"):
        list(map_unordered(_raise_on_two, range(8), workers=2))


def test_there_is_a_worker_at_least() -> None:
    """The machine's cores decide how many."""
    assert worker_count() >= 1
