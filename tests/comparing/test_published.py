"""Which of two texts came first, as far as the dates tell."""

import pytest

from witnessmark.comparing.published import first_published
from witnessmark.nouns import Edtf


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2021-11-10", "2021-11-11"),
        ("2021-11", "2021-12-01"),
        ("2020", "2021-11-10"),
        ("2021-11-10T14:05Z", "2021-11-10T17:40Z"),
        ("2021-11-10T14:05+03:30", "2021-11-10T12:00Z"),
        ("2021-11-10T23:59Z", "2021-11-11"),
        ("1988-22", "1989"),
        ("2024-02-29", "2024-03"),
        ("1999-12", "2000-01"),
    ],
)
def test_dates_that_cannot_overlap_are_in_order(earlier: str, later: str) -> None:
    """Whatever the precision, an order that holds for every moment of the two dates is known, both ways round."""
    assert first_published(Edtf(earlier), Edtf(later)) == -1
    assert first_published(Edtf(later), Edtf(earlier)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2021-11-10", "2021-11-10"),
        ("2021-11", "2021-11-30"),
        ("2021", "2021-05"),
        ("2021-11-10T14:05Z", "2021-11-10T14:14Z"),
        ("2021-11-10T14:05", "2021-11-10T18:00Z"),
        ("2021?", "2022"),
        ("2021~", "2022"),
        ("2020/2021", "2022"),
        ("1988-22", "1988-23"),
        ("2021-02-30", "2022"),
        ("2021-02-30T99:99Z", "2022"),
        ("2021-13", "2022"),
        ("0000", "2022"),
        ("soon", "2022"),
    ],
)
def test_dates_that_may_overlap_give_no_order(one: str, other: str) -> None:
    """The same day, minutes apart, uncertain, open or impossible: no order is made up."""
    assert first_published(Edtf(one), Edtf(other)) == 0
    assert first_published(Edtf(other), Edtf(one)) == 0


def test_a_missing_date_gives_no_order() -> None:
    """One date alone tells nothing."""
    assert (
        first_published(None, Edtf("2021")) == first_published(Edtf("2021"), None) == first_published(None, None) == 0
    )
