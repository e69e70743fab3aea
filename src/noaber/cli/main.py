"""The command `noaber`: a table of commands, each loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from typing import Any

import click

from noaber import __version__
from noaber.vocabulary.errors import NoaberError

COMMANDS: Mapping[str, tuple[str, str]] = {
    "new": ("content", "Make a small region folder that builds."),
    "check": ("content", "Read all content of a region and report every problem at once."),
    "schema": ("content", "Write JSON Schemas of the content files, for editors."),
    "synthesise": ("deliver", "Write invented deliveries in the suppliers' own formats."),
    "fetch": ("deliver", "Bring the newest delivery of every source that has an API."),
    "withdraw": ("deliver", "Take back a delivery; the next build goes without it."),
    "key": ("people", "Make or change the key of pseudonyms."),
    "build": ("build", "Build a region's release from its deliveries and publish it."),
    "accounts": ("build", "Check the accounting identities of a region in its release."),
    "releases": ("releases", "List the releases of a region."),
    "rollback": ("releases", "Make an earlier release the current one."),
    "rebuild": ("build", "Make a release again from what is kept, and compare."),
    "diff": ("releases", "Say what changed between two releases."),
    "certificate": ("certificate", "Show or check the certificate of a release."),
    "links": ("releases", "Say how sources without a common number were linked."),
    "explain": ("releases", "Say where a figure comes from."),
    "attack": ("attack", "Say what an outsider can work out of hidden numbers."),
    "undeclared": ("attack", "Say what adds up in all counts and is not declared."),
    "report": ("report", "Tell suppliers of records what became of a delivery."),
    "revisions": ("releases", "Say what each release said of an indicator, period by period."),
    "register": ("people", "Write the register of processing of personal data."),
    "purge": ("people", "Remove personal data that may no longer be kept."),
    "forget": ("people", "Remove a person from everything that is kept."),
    "account": ("accounts", "Make, list, lock and reset the accounts of people."),
    "audit": ("accounts", "Check, show and take along the log of who saw what."),
    "serve": ("serve", "Serve the site of a region."),
    "settings": ("settings", "List all settings and their values."),
}
"""Every command: the module in this room that holds it, and its one line of help."""


class LazyCommands(click.Group):
    """A group that knows its commands' names and lines without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order of the pipeline."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"noaber.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="noaber")
def noaber() -> None:
    """From deliveries to published, explained figures for a region."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command; problems go to standard error and give the exit code of their kind."""
    try:
        code: Any = noaber.main(args=arguments, prog_name="noaber", standalone_mode=False)
    except NoaberError as error:
        click.echo("\n".join(str(problem) for problem in error.problems), err=True)
        click.echo(f"\n{_count(len(error.problems))} [{error.code}]", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)


def _count(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems} problems"
