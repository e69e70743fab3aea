"""Noaber in a notebook: open a region's release and ask for figures as Polars frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noaber.settings import read_settings
from noaber.vocabulary.errors import NotFound, Problem

if TYPE_CHECKING:
    import polars as pl

    from noaber.warehouse.cards import Explanation, Hit
    from noaber.warehouse.query import Release


class OpenRegion:
    """A region's release, opened for analysis. Frames are Polars; `.to_pandas()` where pandas is wanted."""

    def __init__(self, release: Release) -> None:
        self.release = release

    def __repr__(self) -> str:
        card = self.release.catalogue.card
        return f"<region {card.region}, release {card.id}{', synthetic' if card.synthetic else ''}>"

    def observations(
        self,
        indicators: str | Iterable[str],
        areas: str | Sequence[str] | None = None,
        level: str | None = None,
        periods: str | Sequence[str] | None = None,
        slices: str | Sequence[str] = "total",
        **more: Any,
    ) -> pl.DataFrame:
        """Give figures: indicator, area, area_id, area_name, vintage, level, period, slice, value, status, hidden,
        series_break. Areas are names, codes or groups; periods "2021..2024"; slices "total", "all" or a dimension."""
        choice: dict[str, Any] = {"areas": areas, "level": level, "periods": periods, "slices": slices}
        return self.release.observations(indicators, **choice, **more)

    def indicators(self) -> pl.DataFrame:
        """List the indicators: id, theme, name, unit, kind, formula, levels, first and last period."""
        import polars as pl

        rows = [
            {
                "indicator": card.id,
                "theme": card.theme,
                "name": card.names.get("nl"),
                "unit": card.unit.id,
                "kind": card.kind,
                "formula": card.formula,
                "levels": list(card.levels),
                "first": min((part.period for part in card.coverage), default=None),
                "last": max((part.period for part in card.coverage), default=None),
            }
            for card in self.release.catalogue.indicators.values()
        ]
        return pl.DataFrame(rows)

    def explain(self, indicator: str, area: str, period: str, slice: str = "") -> Explanation:
        """Explain one figure down to its deliveries."""
        return self.release.explain(indicator, area, period, slice)

    def search(self, text: str, language: str = "nl") -> list[Hit]:
        """Find indicators, areas and themes."""
        return self.release.search(text, language)


def open_region(region: str | Path, release: str | None = None, home: str | Path | None = None) -> OpenRegion:
    """Open the current (or a named) release of a region folder, a region id, or a folder that is a release."""
    from noaber.content.region_id import read_region_id
    from noaber.warehouse.publish import FILE, find_release
    from noaber.warehouse.query import open_release
    from noaber.warehouse.store import Store

    folder = Path(region)
    if (folder / FILE).is_file():
        return OpenRegion(open_release(folder))
    releases = Store(Path(home) if home else read_settings().home).releases(read_region_id(folder))
    if not releases.is_dir():
        raise NotFound(Problem(str(releases), f"no release of '{folder.name}'", "", f"Run 'noaber build {region}'."))
    return OpenRegion(open_release(find_release(releases, release).folder if release else releases / "current"))
