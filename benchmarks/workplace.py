"""The temporary folder in which everything is measured, and the invented releases in it. Gone afterwards."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.invented_deliveries import write_deliveries
from benchmarks.invented_region import write_region
from benchmarks.measuring import Ran, run_process
from benchmarks.sizes import SIZES, Size

NOABER = str(Path(sys.executable).with_name("noaber"))


@dataclass(frozen=True)
class Invented:
    """An invented region with its release: where it lies and what its cold build took."""

    size: Size
    region: Path
    home: Path
    cold: Ran

    @property
    def releases(self) -> Path:
        """The folder of its releases."""
        return self.home / "releases" / "invented"

    @property
    def file(self) -> Path:
        """The file of its current release."""
        return self.releases / "current" / "public.duckdb"


@dataclass
class Workplace:
    """A temporary folder. Invented releases are built once and kept until `forget`."""

    folder: Path
    built: dict[str, Invented] = field(default_factory=dict)

    def invented(self, name: str) -> Invented:
        """Give the invented region of a size; builds its release where that is not there yet."""
        if name not in self.built:
            place = self.folder / name
            region = write_region(place / "invented", SIZES[name])
            deliveries = write_deliveries(place / "deliveries", SIZES[name])
            cold = run_build(region, place / "home", deliveries)
            shutil.rmtree(deliveries)
            self.built[name] = Invented(SIZES[name], region, place / "home", cold)
        return self.built[name]

    def forget(self, name: str) -> None:
        """Remove an invented region with everything in it."""
        self.built.pop(name, None)
        self.clear(self.folder / name)

    def clear(self, folder: Path) -> None:
        """Remove a folder, to keep what lies on disk small."""
        shutil.rmtree(folder, ignore_errors=True)


def run_build(region: Path, home: Path, deliveries: Path | None = None) -> Ran:
    """Run `noaber build` as a user would."""
    options = ["--deliveries", str(deliveries)] if deliveries else []
    return run_process([NOABER, "build", str(region), *options], {"NOABER_HOME": str(home)})


@contextmanager
def workplace(parent: Path | None) -> Iterator[Workplace]:
    """Make the temporary folder below `parent` (the system's own place by default) and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="noaber-bench-", dir=parent))
    try:
        yield Workplace(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
