"""Answers that several processes share: taken from the shelf, never half, never more than there is room for."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from noaber.web.answer_shelf import AnswerShelf
from noaber.web.response_cache import Receive, ResponseCache, Scope, Send

LARGE = 10_000_000


class Counted:
    """A site that tells how often it was asked."""

    def __init__(self, headers: tuple[tuple[bytes, bytes], ...] = ()) -> None:
        self.asked = 0
        self.headers = [(b"content-type", b"text/html"), (b"content-length", b"900"), *headers]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"<p>" + b"a" * 897})


def ask(cache: ResponseCache, path: str = "/nl/", query: bytes = b"") -> bytes:
    said: list[Any] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query, "headers": []}

    async def receive() -> Any:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(cache(scope, receive, send))
    return b"".join(message.get("body", b"") for message in said)


@pytest.fixture
def shelf(tmp_path: Path) -> AnswerShelf:
    return AnswerShelf(tmp_path / "answers", LARGE)


def process(site: Counted, shelf: AnswerShelf, release: str = "a") -> ResponseCache:
    """A process that serves the site, with an empty memory."""
    return ResponseCache(site, lambda scope: release, LARGE, shelf)


def test_what_one_process_made_the_other_sends(shelf: AnswerShelf) -> None:
    one, other = Counted(), Counted()
    assert ask(process(one, shelf)) == ask(process(other, shelf))
    assert (one.asked, other.asked) == (1, 0)


def test_a_choice_of_an_indicator_is_shared(shelf: AnswerShelf) -> None:
    one, other = Counted(), Counted()
    for site in (one, other):
        ask(process(site, shelf), "/nl/cijfer/x", b"gebieden=GM0153&van=2012")
    assert (one.asked, other.asked) == (1, 0)


def test_another_release_is_made_anew(shelf: AnswerShelf) -> None:
    site = Counted()
    ask(process(site, shelf, "a"))
    ask(process(site, shelf, "b"))
    assert site.asked == 2


TYPED = [
    ("/nl/zoek", b"q=Jansen"), ("/nl/", b"niveau=Jansen"), ("/nl/", b"Jansen"),
    ("/nl/cijfer/x", b"van=2012&wie=Jansen"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "query"), TYPED)
def test_what_a_reader_typed_is_laid_on_no_disk(path: str, query: bytes, shelf: AnswerShelf, tmp_path: Path) -> None:
    site = Counted()
    cache = process(site, shelf)
    assert ask(cache, path, query) == ask(cache, path, query)
    assert site.asked == 1
    assert not (tmp_path / "answers").exists()


def test_what_may_not_be_kept_is_not_on_the_shelf(shelf: AnswerShelf, tmp_path: Path) -> None:
    site = Counted(((b"cache-control", b"no-store"),))
    ask(process(site, shelf))
    assert not (tmp_path / "answers").exists()


@pytest.mark.parametrize("damage", [b"", b"\0\0\0\0\0\0\0\x09{broken}}", b"\xff" * 40])
def test_a_damaged_file_is_made_anew(damage: bytes, shelf: AnswerShelf, tmp_path: Path) -> None:
    site = Counted()
    whole = ask(process(site, shelf))
    (file,) = (tmp_path / "answers").iterdir()
    file.write_bytes(damage)
    assert ask(process(site, shelf)) == whole
    assert site.asked == 2


def test_a_full_shelf_takes_nothing_more(tmp_path: Path) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    (folder / "old").write_bytes(b"x" * 2000)
    ask(process(Counted(), AnswerShelf(folder, 1000)))
    assert [file.name for file in folder.iterdir()] == ["old"]


def test_an_emptied_shelf_has_nothing(shelf: AnswerShelf, tmp_path: Path) -> None:
    ask(process(Counted(), shelf))
    shelf.empty()
    assert not (tmp_path / "answers").exists()


def test_without_a_disk_the_site_goes_on(tmp_path: Path) -> None:
    (tmp_path / "answers").write_bytes(b"a file where the folder should be")
    site = Counted()
    cache = process(site, AnswerShelf(tmp_path / "answers", LARGE))
    assert ask(cache) == ask(cache)
    assert site.asked == 1
