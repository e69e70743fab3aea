"""docs/reference/commands.md: every command with the help it prints."""

from __future__ import annotations

import click

from noaber.cli.main import COMMANDS, noaber
from reference.markdown import render_table
from reference.prose import render_page


def render_commands() -> str:
    """List every command, then its help."""
    rows = [[f"[`{name}`](#noaber-{name})", line] for name, (_, line) in COMMANDS.items()]
    sections = [f"## noaber {name}\n\n{_helps(name)}" for name in COMMANDS]
    table = render_table(["command", "what it does"], rows)
    return render_page("commands", commands=table, help="\n\n".join(sections))


def _helps(name: str) -> str:
    """Give the help of a command, and of each command within it."""
    outer = _context(noaber, "noaber")
    command = noaber.get_command(outer, name)
    assert command is not None, name
    whole = _context(command, name, outer)
    parts = [_help(command, whole)]
    if isinstance(command, click.Group):
        parts += [_help(inner, _context(inner, word, whole)) for word, inner in command.commands.items()]
    return "\n\n".join(f"```text\n{part}\n```" for part in parts)


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    """Give a context at a width of its own, so that no terminal changes the page."""
    return click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)


def _help(command: click.Command, context: click.Context) -> str:
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
