"""An office of one's own: a copy of the fixture office with its deliveries and home, to break, build and look at."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from noaber.content.read import read_region
from noaber.warehouse.build import Built, build
from noaber.warehouse.publish import current_release
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.store import Store

TESTS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class OfficeHome:
    """The folder with content (regions/office), deliveries and home."""

    folder: Path

    @property
    def content(self) -> Path:
        """The content of the region."""
        return self.folder / "regions" / "office"

    @property
    def deliveries(self) -> Path:
        """What suppliers sent."""
        return self.folder / "deliveries"

    @property
    def store(self) -> Store:
        """What the house keeps."""
        return Store(self.folder / "home")

    @property
    def releases(self) -> Path:
        """Where the releases lie."""
        return self.store.releases("office")

    def build(self) -> Built:
        """Build from the deliveries."""
        return build(read_region(self.content), self.store, self.deliveries)

    def release(self) -> Release:
        """Open the current release."""
        return open_release(self.releases / "current")

    def say(self, file: str, old: str, new: str) -> None:
        """Change content: put `new` in the place of the one `old`."""
        path = self.content / file
        text = path.read_text("utf-8") if path.exists() else ""
        assert not old or text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new) if old else text + new, "utf-8")

    def send(self, file: str, change: Callable[[bytes], bytes]) -> None:
        """Change a delivery."""
        path = self.deliveries / file
        path.write_bytes(change(path.read_bytes() if path.exists() else b""))

    def quarantine(self) -> dict[str, list[dict[str, str]]]:
        """Read what lies in quarantine, by source/file."""
        found = {}
        for path in sorted(self.store.quarantine("office").rglob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                name = f"{path.parent.name}/{path.name.rpartition('-')[0]}"
                found[name] = list(csv.DictReader(file))
        return found

    def standing(self) -> tuple[str, str, str] | None:
        """Say which release stands and what bytes it has."""
        current = current_release(self.releases)
        if current is None:
            return None
        return current.id, current.manifest["key"], hashlib.sha256(current.file.read_bytes()).hexdigest()


def make_office(folder: Path) -> OfficeHome:
    """Copy content and deliveries of the fixture office; its home is empty."""
    office = OfficeHome(folder)
    shutil.copytree(TESTS / "office", office.content)
    shutil.copytree(TESTS / "office_deliveries", office.deliveries)
    return office


def copy_office(office: OfficeHome, folder: Path) -> OfficeHome:
    """Copy an office with everything it has."""
    shutil.copytree(office.folder, folder, symlinks=True)
    return OfficeHome(folder)
