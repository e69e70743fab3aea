"""What is true, for tests and for comparing measures: facts as rows, and a list of all damage done on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from noaber.synthetic.living.columns import Ints

REGION = "CR12"
Fact = tuple[str, int, str, float]


@dataclass(frozen=True)
class Damage:
    """One thing that is wrong on purpose: file, line (1 is the header; 0 the whole column or file), record, kind."""

    file: str
    line: int
    record: str
    kind: str


@dataclass
class Truth:
    """Facts (figure, year, area, value), damage, and links (file, record, bsn) that a delivery without numbers does not
    tell, as they become known while deliveries are written."""

    towns: Sequence[str]
    facts: list[Fact] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, figure: str, year: int, value: float) -> None:
        """Note a figure of the whole region."""
        self.facts.append((figure, year, REGION, float(value)))

    def add_towns(self, figure: str, year: int, counts: Ints | Iterable[float], whole: float | None = None) -> None:
        """Note a figure per municipality and of the region: `whole`, or else their sum."""
        values = [float(count) for count in counts]
        self.facts += [(figure, year, town, value) for town, value in zip(self.towns, values, strict=True)]
        self.add(figure, year, sum(values) if whole is None else whole)

    def of_region(self) -> Mapping[tuple[str, int], float]:
        """Give the figures of the region by figure and year."""
        return {(figure, year): value for figure, year, area, value in self.facts if area == REGION}
