"""All generated pages: where each stands and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reference.commands_page import render_commands
from reference.content_page import render_content
from reference.errors_page import render_errors
from reference.findings_page import render_findings
from reference.formulas_page import render_formulas
from reference.periods_page import render_periods
from reference.python_page import render_python
from reference.settings_page import render_settings
from reference.statuses_page import render_statuses

PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": render_commands,
    "content.md": render_content,
    "errors.md": render_errors,
    "findings.md": render_findings,
    "formulas.md": render_formulas,
    "periods.md": render_periods,
    "python.md": render_python,
    "settings.md": render_settings,
    "statuses.md": render_statuses,
}
