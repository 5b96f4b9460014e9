"""Two real reports on one trial: who says which figure, and what the court's figures answer.

Their texts belong to others and are no part of this project; the tests are left out where they do not lie beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Command

SEEDS = Path(os.environ.get("WITNESSMARK_SEEDS", Path(__file__).parents[3] / "shared" / "corpus" / "seeds"))

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed texts, which do not belong to the project")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a case of the two texts."""
    case = tmp_path_factory.mktemp("seeds") / "case"
    assert Command()("build", case, SEEDS).exit_code == 0
    return case


def answers(case: Path, command: Command, *lows: int) -> list[dict[str, Any]]:
    """Return the answers of the one question that has an answer of each lower end."""
    (question,) = (
        row for row in command.rows("list", case, "questions") if {answer["lo"] for answer in row["answers"]} >= {*lows}
    )
    found: list[dict[str, Any]] = question["answers"]
    return found


def test_both_estimates_stand_side_by_side_with_who_says_them(seeds: Path, command: Command) -> None:
    """30,000 is chanted by a rally and told by both outlets; some 33,700 is told by one who was inside."""
    found = answers(seeds, command, 30_000, 33_700)
    (other,) = (answer for answer in found if answer["lo"] == 33_700)
    assert other["approximate"]
    assert other["speaker"] == "he"
    chanted = [answer for answer in found if (answer["lo"], answer["hi"]) == (30_000, 30_000)]
    assert "rallying Iranians" in chanted[0]["party"]
    told = {path["source"] for answer in found if answer["hi"] is None for path in answer["paths"]}
    assert len(told) == 2


def test_the_court_s_figures_answer_other_questions(seeds: Path, command: Command) -> None:
    """Ninety-two sessions are nobody's count of the dead."""
    counts = {answer["lo"] for answer in answers(seeds, command, 30_000, 33_700)}
    assert counts == {30_000, 33_700}
