"""What a release tells about its parts: small frozen values, ready to be shown. Texts are per language."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from noaber.vocabulary.formulas import Tree, parse_formula
from noaber.vocabulary.languages import Text
from noaber.vocabulary.periods import Period


@dataclass(frozen=True)
class ReleaseCard:
    """The release itself."""

    id: str
    region: str
    names: Text
    office: Text
    about: Text
    languages: tuple[str, ...]
    home: str
    compare: tuple[str, ...]
    levels: tuple[str, ...]
    key_figures: tuple[str, ...]
    contact: str
    synthetic: bool
    built_at: str
    version: str
    size: str = ""
    pyramids: tuple[PyramidCard, ...] = ()


@dataclass(frozen=True)
class PyramidCard:
    """A declared population pyramid: indicator, dimension of the ages, and of the two sides or empty."""

    indicator: str
    steps: str
    sides: str


@dataclass(frozen=True)
class StoryCard:
    """What somebody told. `texts` has only the languages it was written in; `areas` are codes or ids."""

    id: str
    titles: Text
    texts: Text
    areas: tuple[str, ...]
    themes: tuple[str, ...]
    date: str
    speaker: str
    roles: Text
    synthetic: bool


@dataclass(frozen=True)
class UnitCard:
    """A unit of measurement: its name behind a number, or its sign."""

    id: str
    names: Text
    symbol: str
    in_front: bool


@dataclass(frozen=True)
class ThemeCard:
    """A shelf of the catalogue with the ids of its indicators."""

    id: str
    names: Text
    descriptions: Text
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class AreaTypeCard:
    """A kind of area. `level` says whether it is one of the levels shown."""

    key: int
    id: str
    names: Text
    plural: Text
    vintage_bound: bool
    level: bool


@dataclass(frozen=True)
class AreaCard:
    """An area. `vintage` is None for durable areas; `parents` are ids, nearest level first, then groups; `hectares` as
    published."""

    key: int
    id: str
    code: str
    vintage: int | None
    type: str
    names: Text
    slug: str
    parent: str | None
    parents: tuple[str, ...]
    same_as: str | None
    hectares: float | None
    measured_ha: float | None
    home: bool
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True)
class Coverage:
    """For which periods an indicator has figures at a level, per vintage of the areas, and in how many slices."""

    level: str
    period: str
    areas: int
    slices: int
    vintage: int | None


@dataclass(frozen=True)
class DimensionCard:
    """A way to break figures down; `codes` in the order shown. Categories of an area dimension are area codes."""

    id: str
    names: Text
    codes: dict[str, Text]
    area_type: str
    groups: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class FlowCard:
    """That an indicator counts flows: its dimension of areas of a type, whether these are where one goes "to" or comes
    "from", and below what number a flow is uncertain."""

    dimension: str
    area_type: str
    leads: str
    uncertain_below: float


@dataclass(frozen=True)
class IndicatorCard:
    """An indicator with everything a reader should know of it."""

    key: int
    id: str
    theme: str
    names: Text
    definitions: Text
    notes: Text
    unit: UnitCard
    decimals: int
    direction: str
    kind: str
    formula: str
    weight: str
    moment: str
    dimensions: tuple[str, ...]
    sources: tuple[str, ...]
    synonyms: tuple[str, ...]
    breaks: dict[str, Text]
    rounded_to: int
    visible: bool
    coverage: tuple[Coverage, ...] = field(default=(), repr=False)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Ids of the area types with figures, larger first."""
        return tuple(self._periods)

    @cached_property
    def tree(self) -> Tree:
        """The formula, read; only a formula has one."""
        return parse_formula(self.formula)

    def periods(self, level: str) -> tuple[str, ...]:
        """Periods with figures at a level, in time order."""
        return self._periods.get(level, ())

    @cached_property
    def _periods(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for part in self.coverage:
            found.setdefault(part.level, {})[part.period] = None
        return {level: tuple(periods) for level, periods in found.items()}


@dataclass(frozen=True)
class SourceCard:
    """A source as the reader meets it."""

    id: str
    names: Text
    supplier: str
    licence: str
    url: str
    cadence: str
    class_: str
    next_update: str
    notes: Text
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class DeliveryCard:
    """A delivery with its hash and what became of its rows. How much is in it is absent where that counts people whom
    the reader may not see counted."""

    key: int
    source: str
    file: str
    sha256: str
    received_at: str
    dated: str
    size: int | None
    synthetic: bool
    rows_read: int | None
    rows_kept: int | None
    rows_bad: int | None
    rows_empty: int | None
    rows_left_out: int | None


@dataclass(frozen=True)
class FindingCard:
    """Something worth knowing about a delivery or an indicator; `check` is the key of its text in the catalogues."""

    source: str | None
    delivery: int | None
    indicator: str | None
    check: str
    severity: str
    count: int
    detail: dict[str, Any]


@dataclass(frozen=True)
class LinkGroupCard:
    """How many records of a category are linked; all four are absent where that would tell of few.

    `kind` says what the category is of: a dimension, areas or periods. `bias_pct` is what a percentage from the linked
    alone is off, `difference` how far the linked and the others lie apart in standard deviations.
    """

    kind: str
    name: str
    category: str
    linked: int | None
    unlinked: int | None
    bias_pct: float | None
    difference: float | None


@dataclass(frozen=True)
class LinkCard:
    """How well the records of a source were linked to another, by which traits (kind and name).

    Numbers of outcomes are absent where they tell of few. Shares are expected to be wrong (of links) and missing (of
    records); exact links have no `threshold` and nothing expected.
    """

    source: str
    column: str
    target: str
    traits: tuple[tuple[str, str], ...]
    threshold: float | None
    records: int
    linked: int | None
    tied: int | None
    taken: int | None
    apart: int | None
    expected_false: float | None
    expected_missed: float | None
    groups: tuple[LinkGroupCard, ...] = ()

    @property
    def farthest(self) -> LinkGroupCard | None:
        """The category in which the linked and the others lie farthest apart, periods aside."""
        told = [group for group in self.groups if group.difference is not None and group.kind != "period"]
        return max(told, key=lambda group: abs(group.difference or 0.0), default=None)


class Cell(NamedTuple):
    """One observation. `value` is None where status is M; `hidden` says that a value exists but is not shown, `beyond`
    that it is shown by a sight and not to everybody."""

    indicator: str
    area: AreaCard
    period: Period
    slice: str
    value: float | None
    status: str
    hidden: bool
    series_break: bool
    delivery: int | None = None
    route: str = ""
    beyond: bool = False


@dataclass(frozen=True)
class Explanation:
    """Where a figure comes from: itself, and under `parts` the figures it was made of, down to deliveries.

    `role` says what the part is: "operand" of a formula, "member" of a sum, "weight" of a mean. `absent` says why a
    release has no such figure: "unweighted" (published without numerator, so never added up), "level" (not at this
    level of areas), "period" (not in this period), "cell" (only this one is not there); empty where it has one.
    `instead` is the next figure up that is shown, where this one is hidden.
    """

    cell: Cell
    indicator: IndicatorCard
    delivery: DeliveryCard | None
    findings: tuple[FindingCard, ...]
    parts: tuple[Explanation, ...] = ()
    role: str = ""
    parts_left_out: int = 0
    absent: str = ""
    instead: Cell | None = None


@dataclass(frozen=True)
class Hit:
    """One answer to a search: kind is indicator, theme, source or area; `known_as` is the other name it was
    found by, `area` the area it is asked for."""

    kind: str
    id: str
    title: str
    subtitle: str
    score: float
    known_as: str = ""
    area: str = ""
