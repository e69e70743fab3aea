"""All settings of this house, in one place: the only module that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from noaber.vocabulary.errors import Problem, SettingsError


@dataclass(frozen=True)
class Setting:
    """One setting: its variable, what it means, what it is when nobody says, and how its text is read."""

    variable: str
    meaning: str
    default: str
    parse: Callable[[str], Any]
    secret: bool = False  # its value is shown nowhere


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(text)

    return parse


def _site_address(text: str) -> str:
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", text):
        raise ValueError("an address such as https://cijfers.example.nl, without a path")
    return text


def _database(text: str) -> str:
    if text and not text.startswith(("postgresql://", "sqlite:///")):
        raise ValueError("an address as postgresql://user@host/name")
    return text


SETTINGS: Mapping[str, Setting] = {
    "home": Setting("NOABER_HOME", "Folder with all state: deliveries, cache, releases.", ".noaber", Path),
    "key": Setting(
        "NOABER_KEY",
        "File with the keys of pseudonyms; outside the folder with all state, see 'noaber key new'.",
        "~/.config/noaber/keys",
        lambda text: Path(text).expanduser(),
    ),
    "host": Setting("NOABER_HOST", "Address the site listens on.", "127.0.0.1", str),
    "port": Setting("NOABER_PORT", "Port the site listens on.", "8000", _whole(1, 65535)),
    "workers": Setting("NOABER_WORKERS", "Number of processes that serve the site.", "2", _whole(1, 64)),
    "address": Setting(
        "NOABER_ADDRESS",
        "Address of the site for links and citations, as https://cijfers.example.nl; else as asked.",
        "",
        _site_address,
    ),
    "database": Setting(
        "NOABER_DATABASE",
        "Database of accounts and log, as postgresql://user@host/name, one per region; else a file in NOABER_HOME.",
        "",
        _database,
        secret=True,
    ),
    "oidc_secret": Setting(
        "NOABER_OIDC_SECRET", "Secret of this site at the provider under sign_in in rights.yml.", "", str, secret=True
    ),
    "proxies": Setting(
        "NOABER_PROXIES",
        "Web servers of our own before the site; each adds the address it saw to X-Forwarded-For.",
        "0",
        _whole(0, 9),
    ),
    "cache_mb": Setting("NOABER_CACHE_MB", "Pages kept in memory per process, in MB.", "128", _whole(0, 16_000)),
}


@dataclass(frozen=True)
class Settings:
    """The settings in force."""

    home: Path
    key: Path
    host: str
    port: int
    workers: int
    address: str
    cache_mb: int
    database: str = field(default="", repr=False)
    oidc_secret: str = field(default="", repr=False)
    proxies: int = 0


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; SettingsError names every one that cannot be used."""
    said = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    problems = []
    for name, setting in SETTINGS.items():
        text = said.get(setting.variable) or setting.default
        try:
            values[name] = setting.parse(text)
        except ValueError as error:
            found = "what cannot be read" if setting.secret else f"'{text}'"
            problems.append(Problem(setting.variable, found, str(error), setting.meaning))
    if problems:
        raise SettingsError(problems)
    return Settings(**values)
