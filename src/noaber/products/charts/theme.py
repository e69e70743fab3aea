"""The one theme of all charts: colours by role, type, axes; dark colours laid over them inside the picture."""

from __future__ import annotations

from typing import Any

FONT = "'Noaber Sans', 'Source Sans 3', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
INK, INK_SUBTLE, LINE, CONTEXT, PAPER = "#16282b", "#43555a", "#e1dbce", "#cfc8b8", "#ffffff"
OWN = "#0a6b52"
PICKED = ("#2a5d9f", "#b06f0a", "#8a4480", "#4f7a1f", "#a33a3a", "#4d5a8c", "#7a5a3c")
SOLID: list[int] = []
DASHED = [5, 4]

# What each light colour becomes where the reader's screen is dark.
DARK = {
    INK: "#ece8df", INK_SUBTLE: "#b9c2bf", LINE: "#2d3c3f", CONTEXT: "#46565a", PAPER: "#162225", OWN: "#63c8a8",
    "#2a5d9f": "#8ab4f0", "#b06f0a": "#e0a84a", "#8a4480": "#d49aca", "#4f7a1f": "#a5cc72", "#a33a3a": "#ec9a94",
    "#4d5a8c": "#aab4e6", "#7a5a3c": "#d3b08e", "#b9b2a1": "#5d6a69",
}  # fmt: skip


def line_style(role: str) -> dict[str, Any]:
    """Give colour, dash and width for a role: own, p1..p7, ref1, ref2 or other."""
    if role == "own":
        return {"color": OWN, "dash": SOLID, "width": 2.8}
    if role.startswith("p"):
        return {"color": PICKED[(int(role[1:]) - 1) % len(PICKED)], "dash": SOLID, "width": 2}
    if role.startswith("ref"):
        return {"color": INK, "dash": SOLID if role == "ref1" else DASHED, "width": 1.8}
    return {"color": CONTEXT, "dash": SOLID, "width": 1}


def chart_config() -> dict[str, Any]:
    """Give the Vega-Lite configuration that every chart shares."""
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelColor": INK_SUBTLE, "labelFontSize": 13, "labelPadding": 6, "title": None, "domain": False,
            "tickColor": LINE, "gridColor": LINE, "labelFont": FONT, "labelFontWeight": "normal",
        },
        "text": {"font": FONT, "fontSize": 13, "color": INK},
        "legend": {"labelColor": INK_SUBTLE, "labelFont": FONT, "labelFontSize": 12.5, "title": None},
    }  # fmt: skip


def frame(width: int, height: int, padding: dict[str, int], alt: str) -> dict[str, Any]:
    """Begin a specification of exactly `width` by `height` pixels, padding included."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": alt,
        "autosize": {"type": "none"},
        "width": width - padding["left"] - padding["right"],
        "height": height - padding["top"] - padding["bottom"],
        "padding": padding,
        "config": chart_config(),
    }


def dark_style() -> str:
    """Give the style sheet that goes inside a picture, for readers whose screen is dark."""
    rules = "".join(
        f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in DARK.items()
    )
    return f"@media (prefers-color-scheme:dark){{{rules}}}"
