"""Start the site of the demo on a free port and look at its pages: each answers and says that it is invented."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INVENTED = {"nl": "Verzonnen cijfers", "de": "Erfundene Zahlen", "en": "Invented figures"}
PAGES = (
    "", "cijfers", "cijfers/population", "cijfer/inhabitants", "cijfer/inhabitants?gebieden=GM0153&van=2015",
    "gebieden", "gebied/GM0153", "gebied/Twente", "bronnen", "bron/population_accounts", "uitgaven", "over",
    "toegankelijkheid", "zoek?q=inwoners", "uitleg/inhabitants/GM0153/2022",
)  # fmt: skip
FILES = {
    "nl/cijfer/inhabitants.csv": b"GM0153",
    "nl/cijfer/inhabitants.xlsx": b"PK",
    "nl/cijfer/inhabitants/trend.svg": b"<svg",
}


def look(address: str) -> Iterator[str]:
    """Give what is wrong with the site at an address; nothing where all is well."""
    for language, words in INVENTED.items():
        for page in PAGES:
            status, body = fetch(f"{address}{language}/{page}")
            if status != 200 or words.encode() not in body:
                yield f"/{language}/{page}  status {status}; expected 200 and the words '{words}'"
    for name, sign in FILES.items():
        status, body = fetch(address + name)
        if status != 200 or sign not in body:
            yield f"/{name}  status {status}, {len(body)} bytes, {sign!r} expected"
    status, _ = fetch(f"{address}nl/cijfer/bestaat_niet")
    if status != 404:
        yield f"/nl/cijfer/bestaat_niet  status {status}, 404 expected"


def fetch(address: str) -> tuple[int, bytes]:
    """Fetch a page of this machine: its HTTP status and its bytes."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own site
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers; stops where the server does, or after two minutes."""
    for _ in range(600):
        try:
            fetch(address)
            return
        except OSError:
            time.sleep(0.2)
        if server.poll() is not None:
            break
    sys.exit(f"{address}  nothing answers")


def main() -> None:
    """Serve the demo, look at it, stop serving, and say what is wrong."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    said = {"NOABER_HOME": ".noaber/demo", **os.environ, "NOABER_PORT": port, "NOABER_WORKERS": "2"}
    command = [Path(sys.executable).parent / "noaber", "serve", "regions/twente"]
    server = subprocess.Popen(command, env=said, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(address, server)
        problems = list(look(address))
    finally:
        server.terminate()
        server.wait(60)
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(PAGES) * len(INVENTED) + len(FILES) + 1} pages and files of the demo are as they should be.")


if __name__ == "__main__":
    main()
