"""The register of processing of personal data (GDPR, article 30), from the content alone: as Markdown and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from noaber.content.linking import LinkSpec
from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.products.column_names import name_column
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Processing:
    """One processing: its name, and what article 30 asks for, as pairs of a word and what is said."""

    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProcessingRegister:
    """The register of an office."""

    language: str
    title: str
    lead: str
    entries: tuple[Processing, ...]
    none: str


def processing_of(region: Region, wording: Wording) -> ProcessingRegister:
    """Give the register of a region: an entry per personal source."""
    t, language = wording.t, wording.language
    personal = [source for source in region.sources.values() if source.class_ == "personal"]
    return ProcessingRegister(
        language,
        t("processing.title", office=region.file.office.get(language)),
        t("processing.lead", region=region.file.name.get(language)),
        tuple(_processing(region, source, wording) for source in personal),
        t("processing.none"),
    )


def _processing(region: Region, source: SourceFile, wording: Wording) -> Processing:
    t, language = wording.t, wording.language
    subjects = source.subjects.get(language) if source.subjects else None
    facts = (
        (t("processing.controller"), str(region.file.office.get(language))),
        (t("processing.contact"), region.file.contact),
        (t("processing.purpose"), source.purpose),
        (t("processing.basis"), source.legal_basis),
        (t("processing.subjects"), subjects or t("processing.subjects.unknown")),
        (t("processing.data"), wording.listing(list(dict.fromkeys(_data(region, source, wording))))),
        (t("processing.identifiers"), wording.listing(list(dict.fromkeys(_identifiers(source, wording))))),
        (t("processing.links"), wording.listing([_link(region, link, wording) for link in source.links.values()])),
        (t("processing.supplier"), source.supplier),
        (t("processing.retention"), t("processing.retention.text", stretch=_stretch(source.retention, wording))),
        (t("processing.recipients"), t("processing.recipients.text")),
        (t("processing.security"), t("processing.security.text")),
    )
    return Processing(str(source.name.get(language)), tuple((word, said) for word, said in facts if said))


def _data(region: Region, source: SourceFile, wording: Wording) -> Iterator[str]:
    """Give what is kept besides identifiers."""
    for name, spec in source.columns.items():
        if not spec.identifies:
            yield name_column(name, spec, region, wording)


def _identifiers(source: SourceFile, wording: Wording) -> Iterator[str]:
    for spec in source.columns.values():
        if spec.identifies and not spec.link:
            yield wording.t(f"processing.unit.{spec.identifies}")


def _link(region: Region, link: LinkSpec, wording: Wording) -> str:
    return str(region.sources[link.to].name.get(wording.language)) if link.to in region.sources else link.to


def _stretch(stretch: str, wording: Wording) -> str:
    number, _, unit = stretch.partition(" ")
    return wording.t.plural(f"processing.stretch.{unit.removesuffix('s')}", int(number))


def render_markdown(register: ProcessingRegister) -> str:
    """Write the register as Markdown."""
    lines = [f"# {register.title}", "", register.lead, ""]
    for entry in register.entries:
        lines += [f"## {entry.name}", "", *(f"- **{word}**: {said}" for word, said in entry.facts), ""]
    return "\n".join(lines if register.entries else [*lines, register.none, ""])


def render_html(register: ProcessingRegister) -> str:
    """Write the register as a page that stands alone."""
    parts = [f"<h1>{escape(register.title)}</h1>", f"<p>{escape(register.lead)}</p>"]
    for entry in register.entries:
        facts = "".join(f"<dt>{escape(word)}</dt><dd>{escape(said)}</dd>" for word, said in entry.facts)
        parts.append(f"<section><h2>{escape(entry.name)}</h2><dl>{facts}</dl></section>")
    if not register.entries:
        parts.append(f"<p>{escape(register.none)}</p>")
    head = f'<meta charset="utf-8"><title>{escape(register.title)}</title>'
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{register.language}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'
    )
