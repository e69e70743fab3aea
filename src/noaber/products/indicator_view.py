"""What an indicator page shows: its parts as plain values, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noaber.products.charts.line_drawing import LineDrawing
from noaber.products.composition import Sentence
from noaber.products.control_form import ControlForm, FormNames
from noaber.products.figures import Figures
from noaber.products.hidden_note import HiddenNote, Instead
from noaber.products.map_panel import MapBase, MapPanel
from noaber.products.orders import Choosable
from noaber.products.pagers import Pager
from noaber.products.pictures import Picture
from noaber.products.ranking_panel import RankingPanel
from noaber.products.selecting import Toggle
from noaber.products.small_charts import SmallChart
from noaber.products.spread_panel import SpreadPanel
from noaber.products.tables import Table


@dataclass(frozen=True)
class TrendPanel:
    """The trend: title, text, picture, and where to choose an index if lines had to be left out; `notes` say what its
    open dots and gaps mean, `toggles` are the links behind its lines."""

    title: str
    text: str
    image: Picture | None
    index_href: str
    drawing: LineDrawing | None = None
    small: tuple[SmallChart, ...] = ()
    forms: tuple[Choosable, ...] = ()
    notes: tuple[str, ...] = ()
    toggles: Mapping[str, Toggle] = field(default_factory=dict)
    hidden: HiddenNote | None = None


@dataclass(frozen=True)
class SpreadSection:
    """The spread of the level: words and drawing."""

    title: str
    panel: SpreadPanel
    embed: str = ""
    hidden: HiddenNote | None = None


@dataclass(frozen=True)
class RankingSection:
    """The ranking: words, rows, pages and the picture of it."""

    title: str
    text: str
    caption: str
    panel: RankingPanel
    pager: Pager
    image: Picture
    hidden: HiddenNote | None = None


@dataclass(frozen=True)
class TableSection:
    """A table with its words."""

    title: str
    text: str
    caption: str
    corner: str
    drawn: Table
    pager: Pager | None = None
    orders: tuple[Choosable, ...] = ()
    turn: Choosable | None = None
    embed: str = ""
    hidden: HiddenNote | None = None


@dataclass(frozen=True)
class SourceLink:
    """A source with its page."""

    name: str
    href: str
    supplier: str
    licence: str


@dataclass(frozen=True)
class About:
    """What the indicator means and where it comes from."""

    definition: str
    unit: str
    formula: str
    moment: str
    breaks: tuple[str, ...]
    notes: str
    sources: tuple[SourceLink, ...]
    explain: str
    explain_text: str
    revisions: str


@dataclass(frozen=True)
class IndicatorWords:
    """Words of the indicator that come from content: unit, formula, notes and reasons of breaks, one language."""

    unit: str = ""
    formula: str = ""
    notes: str = ""
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageParts:
    """What an indicator page needs besides its case: names for the form, words, what the map lies on."""

    names: FormNames
    words: IndicatorWords
    map_base: MapBase = field(default_factory=MapBase)
    breakdown: Figures | None = None
    breakdown_slices: Mapping[str, str] | None = None  # slice to name, in order
    breakdown_instead: Mapping[tuple[str, str, str], Instead | None] = field(default_factory=dict)
    synthetic: bool = False
    compare: str = ""
    flows: Mapping[str, str] = field(default_factory=dict)  # what its page of flows is asked for, if it has one


@dataclass(frozen=True)
class IndicatorView:
    """Everything the page shows."""

    headline: str
    lead: Sentence
    form: ControlForm
    trend: TrendPanel
    ranking: RankingSection | None
    map: MapPanel | None
    spread: SpreadSection | None
    table: TableSection
    breakdown: TableSection | None
    about: About
    downloads: Mapping[str, str]
    source_line: str
    synthetic: bool
    compare: str = ""  # a table to set another indicator beside this one
    flows: str = ""  # the page of flows, of an indicator that counts flows
