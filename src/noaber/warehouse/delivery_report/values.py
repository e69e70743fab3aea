"""The parts of a report on a delivery, as plain values: counts, shares, periods, lines of the file, never a person."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.methods.usual_range import UsualRange
from noaber.vocabulary.languages import Text


@dataclass(frozen=True)
class DeliveryFacts:
    """A delivery in counts. `told` is the period in which it tells; rows received are those kept, set apart, and of
    people who are forgotten."""

    told: str
    file: str
    sha256: str
    received_at: str
    dated: str
    received: int
    kept: int
    apart: int
    forgotten: int = 0
    masked: int = 0
    dropped: int = 0


@dataclass(frozen=True)
class ColumnFacts:
    """A column that the source declares: its header in the delivery, empty where it is not there; whether the name of
    the file says it instead, and whether it may be left out."""

    column: str
    header: str
    in_name: bool
    optional: bool


@dataclass(frozen=True)
class Apart:
    """Rows that were set apart for one reason: its kind, the column (empty: the whole row), and their lines."""

    kind: str
    column: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class ToldOf:
    """What a delivery tells of a period: records for the first time, again, and taken back."""

    period: str
    first: int
    again: int
    withdrawn: int


@dataclass(frozen=True)
class Completeness:
    """What came in: the delivery, those before it (newest last), the usual number of rows, columns, rows set apart, the
    periods it tells of, and periods in which nothing was delivered. `too_bad` says that too many rows are bad."""

    delivery: DeliveryFacts
    past: tuple[DeliveryFacts, ...]
    usual: UsualRange | None
    columns: tuple[ColumnFacts, ...]
    apart: tuple[Apart, ...]
    periods: tuple[ToldOf, ...]
    missing: tuple[str, ...]
    too_bad: bool


@dataclass(frozen=True)
class LagRow:
    """A period: what is known of it by now, and the share of that which was known after each telling."""

    period: str
    known: int
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Lag:
    """How late records are told: per period, and the share to expect after each telling. `newest` is expected of the
    newest period; `lowest` and `highest` are what its share was in the periods before; `settles` in months."""

    rows: tuple[LagRow, ...]
    expected: tuple[float, ...]
    newest: float
    lowest: float
    highest: float
    settles: int


@dataclass(frozen=True)
class Past:
    """A figure of a kind in the newest period and those before: each as it was known at its own first telling. `group`
    is empty for all together."""

    group: str
    measure: str
    value: float | None
    series: tuple[tuple[str, float | None], ...]
    usual: UsualRange | None


@dataclass(frozen=True)
class Standing:
    """A figure beside that of the other suppliers, per 1,000 residents where `rate`. `highest_first` is the rank."""

    group: str
    measure: str
    value: float
    peers: tuple[float, ...]
    usual: UsualRange | None
    highest_first: int
    rate: bool


@dataclass(frozen=True)
class Contradiction:
    """A rule that records break, and their lines in the delivery."""

    rule: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class CodeFacts:
    """A code of the supplier: what it stands for, how often it stands in the delivery, in those before (the last
    eight), and from which to which delivery it occurs."""

    code: str
    category: str
    now: int
    before: int
    first: str
    last: str


@dataclass(frozen=True)
class UnknownCode:
    """A code that nobody declared; `near` is the known code that looks most like it."""

    code: str
    count: int
    near: str


@dataclass(frozen=True)
class Codes:
    """The codes of one column: known ones that occur, how many known ones do not, and unknown ones; `untold` rows have
    a code that could be anything and is not kept."""

    column: str
    header: str
    known: tuple[CodeFacts, ...]
    unused: int
    unknown: tuple[UnknownCode, ...]
    untold: int


@dataclass(frozen=True)
class SupplierReport:
    """Everything that is told to one supplier about one delivery. `area` is empty where all of them deliver as one;
    `unregistered` people are not in the register of residents; figures of others about fewer than `minimum` people are
    in no comparison."""

    source: str
    area: str
    names: Text
    period: str
    synthetic: bool
    completeness: Completeness
    lag: Lag | None
    past: tuple[Past, ...]
    standings: tuple[Standing, ...]
    contradictions: tuple[Contradiction, ...]
    unregistered: int | None
    codes: Codes | None
    minimum: int
