"""The texts of the interface: one flat file per language, so that no other file holds a sentence for readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from noaber.vocabulary.languages import LANGUAGES

PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language by key; asking for an unknown key is an error in the house, never shown."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Give the text of `key` with its placeholders filled.

        >>> Catalogue("en", {"greet": "Hello {name}"})("greet", name="Borne")
        'Hello Borne'
        """
        text = self.texts[key]
        return fill(text, values) if values else text

    def plural(self, key: str, count: int, **values: object) -> str:
        """Give the text of `key.one` or `key.other`, as `count` asks; `{count}` is filled with it.

        >>> Catalogue("nl", {"n.one": "{count} wijk", "n.other": "{count} wijken"}).plural("n", 3)
        '3 wijken'
        """
        form = "one" if count == 1 else "other"
        return self(f"{key}.{form}", **{"count": count, **values})

    def has(self, key: str) -> bool:
        """Say whether there is a text for `key`."""
        return key in self.texts


def fill(template: str, values: Mapping[str, object]) -> str:
    """Fill `{name}` placeholders; a placeholder without a value is a KeyError, for it would be shown to readers.

    >>> fill("{a} of {b}", {"a": 1, "b": 2})
    '1 of 2'
    """
    return PLACEHOLDER.sub(lambda match: str(values[match[1]]), template)


def placeholders(template: str) -> frozenset[str]:
    """Give the names that a text wants filled.

    >>> sorted(placeholders("{value} in {area}"))
    ['area', 'value']
    """
    return frozenset(PLACEHOLDER.findall(template))


@lru_cache(maxsize=len(LANGUAGES))
def read_catalogue(language: str) -> Catalogue:
    """Read the texts of one language from the package; KeyError where the house does not speak it."""
    if language not in LANGUAGES:
        raise KeyError(language)
    file = resources.files("noaber.products") / "texts" / f"{language}.yml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    texts = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe loaders
    return Catalogue(language, {key: str(text) for key, text in texts.items()})
