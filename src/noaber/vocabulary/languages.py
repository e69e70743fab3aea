"""Texts in the three languages of the house; Dutch is what a missing translation falls back to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

LANGUAGES = ("nl", "de", "en")


class Text(Mapping[str, str]):
    """What something is called, per language.

    >>> Text({"nl": "wijk", "en": "district"}).get("de")
    'wijk'
    """

    def __init__(self, texts: Mapping[str, str] | str) -> None:
        self._texts = MappingProxyType({"nl": texts} if isinstance(texts, str) else dict(texts))

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __repr__(self) -> str:
        return f"Text({dict(self._texts)!r})"

    def get(self, language: str, default: str = "") -> str:  # type: ignore[override]
        """Give the text in `language`, else in Dutch, else in any language, else `default`."""
        texts = self._texts
        return texts.get(language) or texts.get("nl") or next(iter(texts.values()), default)
