"""docs/reference/settings.md: every setting, from the one place that reads the environment."""

from __future__ import annotations

from noaber.settings import SETTINGS
from reference.markdown import render_code, render_table
from reference.prose import render_page


def render_settings() -> str:
    """List every setting with its default and meaning."""
    rows = [[render_code(s.variable), render_code(s.default), s.meaning] for s in SETTINGS.values()]
    return render_page("settings", settings=render_table(["variable", "default", "meaning"], rows))
