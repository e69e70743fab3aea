"""What earlier releases said of the same number: whether it changed, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.figures import Figure
from noaber.products.marks import Mark, name_marks
from noaber.products.source_pages import say_day
from noaber.products.subjects import Subject
from noaber.products.wording import Wording
from noaber.warehouse.history import Revision


@dataclass(frozen=True)
class RevisionRow:
    """A release with its number: `value` is words where it has none; `change` says what happened and why."""

    release: str
    date: str
    value: str
    marks: tuple[Mark, ...]
    change: str


@dataclass(frozen=True)
class HistoryView:
    """The revisions in a sentence, and each of them, newest first."""

    summary: str
    rows: tuple[RevisionRow, ...]


def draw_history(revisions: Sequence[Revision], subject: Subject, wording: Wording) -> HistoryView:
    """Draw the revisions of a number."""
    return HistoryView(
        summary=_summary(revisions, wording),
        rows=tuple(_row(revision, subject, wording) for revision in revisions),
    )


def _summary(revisions: Sequence[Revision], wording: Wording) -> str:
    """Say since when the number stands as it does."""
    changed = next((at for at, revision in enumerate(revisions) if revision.changed), None)
    if changed is None:
        count = len(revisions)
        return wording.t.plural("explain.unchanged", count) if count > 1 else wording.t("explain.unchanged.none")
    revision, before = revisions[changed], revisions[changed + 1]
    key = "explain.revised.new" if before.state is None else "explain.revised"
    said = wording.t(key, date=say_day(revision.built_at, wording), release=revision.release)
    return f"{said} {_why(revision, wording)}".strip()


def _why(revision: Revision, wording: Wording) -> str:
    why = f"releases.why.{revision.why}"
    known = revision.why and wording.t.has(why)
    return wording.t("explain.revised.why", why=wording.t(why)) if known else ""


def _row(revision: Revision, subject: Subject, wording: Wording) -> RevisionRow:
    state = revision.state
    figure = Figure(None, "M") if state is None else Figure(*state)
    number = "" if figure.absence else subject.value(figure.value or 0.0, wording)
    why = f"releases.why.{revision.why}"
    changed = wording.t("explain.changed") if revision.changed else ""
    told = f"{changed}: {wording.t(why)}" if changed and revision.why and wording.t.has(why) else changed
    none = wording.t("explain.revision.none") if state is None else ""
    return RevisionRow(
        release=revision.release,
        date=say_day(revision.built_at, wording),
        value=number or none,
        marks=() if state is None else name_marks(figure, wording),
        change=told,
    )
