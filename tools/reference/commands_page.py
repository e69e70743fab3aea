"""docs/reference/commands.md: every command with the help it prints."""

from __future__ import annotations

import click

from noaber.cli.main import COMMANDS, noaber
from reference.markdown import render_table
from reference.prose import render_page


def render_commands() -> str:
    """List every command, then its help."""
    rows = [[f"[`{name}`](#noaber-{name})", line] for name, (_, line) in COMMANDS.items()]
    sections = [f"## noaber {name}\n\n```text\n{_help(name)}\n```" for name in COMMANDS]
    table = render_table(["command", "what it does"], rows)
    return render_page("commands", commands=table, help="\n\n".join(sections))


def _help(name: str) -> str:
    """Give the help of one command, at a width of its own so that no terminal changes the page."""
    outer = click.Context(noaber, info_name="noaber", terminal_width=100, max_content_width=100)
    command = noaber.get_command(outer, name)
    assert command is not None, name
    context = click.Context(command, info_name=name, parent=outer, terminal_width=100, max_content_width=100)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
