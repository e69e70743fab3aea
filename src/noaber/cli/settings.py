"""The command that lists all settings."""

from __future__ import annotations

import click

from noaber.settings import SETTINGS, read_settings


@click.command()
def settings() -> None:
    """List all settings: variable, value in force, default and meaning."""
    values = read_settings()
    for name, setting in SETTINGS.items():
        value = getattr(values, name)
        shown = "(set)" if setting.secret and value else value
        click.echo(f"{setting.variable}={shown}  (default {setting.default})\n  {setting.meaning}")
