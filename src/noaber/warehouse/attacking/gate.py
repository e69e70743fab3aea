"""The gate before publishing: a release that tells of somebody is refused, and it is said which figures do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from noaber.content.disclosure import PROTECTED
from noaber.content.model import Region
from noaber.sources.crew import hire_crew
from noaber.vocabulary.errors import BuildRefused, Problem
from noaber.warehouse.attacking.judge import Outcome, attack_tier

SHOWN = "Build it again by the rules of today, which hide it; rounding does not."
DERIVED = (
    "Leave out a category or a total. Rounding ('round' in disclosure.yml) helps only to multiples so large that an "
    "attack no longer finds it."
)


def attack_release(
    folder: Path, region: Region, earlier: Sequence[Path], processes: int = 1, draw: int = 0
) -> dict[str, Outcome]:
    """Attack every protected tier of the release whose files lie in a folder; `earlier` are those that everybody
    knows, `draw` says of how many unsafe figures in large parts a witness is sought."""
    size = sum(path.stat().st_size for path in folder.glob("*.duckdb"))
    with hire_crew(size, _attacker, (folder, region, earlier, draw), min(processes, len(PROTECTED))) as attack:
        return dict(zip(PROTECTED, attack(PROTECTED), strict=True))


def _attacker(
    folder: Path, region: Region, earlier: Sequence[Path], draw: int
) -> Callable[[Literal["public", "partner"]], Outcome]:
    return lambda tier: attack_tier(folder, region, tier, earlier, draw)


def refuse_telling(outcomes: Mapping[str, Outcome]) -> None:
    """Raise BuildRefused where an attack found somebody."""
    problems = [problem for outcome in outcomes.values() for problem in telling(outcome)]
    if problems:
        raise BuildRefused(problems)


def telling(outcome: Outcome) -> Iterator[Problem]:
    """Give a problem for every indicator of which figures are told: how many and how, never their values."""
    for indicator, how, number in outcome.found.group_by("indicator", "how").len().sort("indicator", "how").iter_rows():
        figures = "1 figure" if number == 1 else f"{number:,} figures"
        found = f"the {outcome.tier} release would tell {figures} of '{indicator}' ({how})"
        yield Problem(outcome.tier, found, "nobody told", SHOWN if how == "shown" else DERIVED)
