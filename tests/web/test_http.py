"""How the website answers: errors with their status, headers, tags, compression, memory, a new release."""

from __future__ import annotations

import gzip
import time
from pathlib import Path
from typing import Any

import pytest

from noaber.warehouse.query import Release
from noaber.web.app import create_app
from noaber.web.release_store import FixedRelease, NoRelease, ReleaseStore
from noaber.web.response_cache import cache_key
from noaber.web.static_files import TYPES

PAGE = "/nl/cijfer/inhabitants?gebieden=GM9001"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nl/cijfer/inhabitantz", 404, "inhabitantz"),
        ("/nl/gebied/Zzz", 404, "Zzz"),
        ("/nl/cijfers/populatio", 404, "populatio"),
        ("/nl/bron/nix", 404, "nix"),
        ("/nl/uitleg/inhabitants/GM9001/1999", 404, "Deze bladzijde is er niet"),
        ("/nl/uitleg/inhabitants/GM9001/zzz", 404, "zzz"),
        ("/nl/cijfer/inhabitants?niveau=dorp", 400, "dorp"),
        ("/nl/cijfer/inhabitants?van=gisteren", 404, "gisteren"),
        ("/nl/cijfer/inhabitants?gebieden=Atlantis", 404, "Atlantis"),
        ("/nl/cijfer/inhabitants?blad=-1", 400, "-1"),
        ("/nl/nergens", 404, "Deze bladzijde is er niet"),
        ("/fr/cijfers", 404, "Deze bladzijde is er niet"),
        ("/de/cijfer/inhabitantz", 404, "Diese Seite gibt es nicht"),
        ("/en/zoek?q=" + "x" * 3000, 414, "This address is too long"),
        ("/nl/cijfer/inhabitants/taart.svg", 404, "Deze bladzijde is er niet"),
        ("/nl/cijfer/inhabitants/trend.svg?breedte=9999", 404, "Deze bladzijde is er niet"),
    ],
)
def test_errors_are_pages(site: Any, path: str, status: int, words: str) -> None:
    """The right status, in words, in the reader's language, never kept."""
    answer = site.get(path)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert answer.headers["cache-control"] == "no-store"
    assert "Traceback" not in answer.text


def test_the_nearest_is_offered(site: Any) -> None:
    """A misspelt indicator leads to the one that was meant."""
    assert 'href="/nl/cijfer/inhabitants"' in site.get("/nl/cijfer/inhabitantz").text


def test_what_a_reader_types_is_text(site: Any) -> None:
    """Nothing typed becomes part of the page's language."""
    for path in ("/nl/zoek?q=%3Cscript%3Ealert(1)%3C/script%3E", "/nl/gebied/%3Cscript%3E"):
        assert "<script>" not in site.get(path).text


def test_only_reading(site: Any) -> None:
    """Other methods are refused in words."""
    answer = site.ask("POST", "/nl/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", [PAGE, "/nl/", "/nl/nergens", "/nl/cijfer/inhabitants.csv", "/robots.txt"])
def test_security_headers(site: Any, path: str) -> None:
    """Every answer keeps the browser to the house's own files: nothing inline, no frame elsewhere, no sniffing."""
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "script-src 'self'; connect-src 'self'; " in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers


def test_a_picture_runs_nothing(site: Any) -> None:
    """Opened by itself it may only bring its own style and typeface."""
    policy = site.get("/nl/cijfer/inhabitants/trend.svg").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; font-src data:;")


def test_tags_and_not_modified(site: Any) -> None:
    """The same page has the same tag; who has it gets no body."""
    first = site.get(PAGE)
    again = site.get(PAGE, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "max-age" in first.headers["cache-control"]


def test_head_has_headers_and_no_body(site: Any) -> None:
    """HEAD answers as GET does, without the body."""
    got, headed = site.get(PAGE), site.head(PAGE)
    assert headed.content == b""
    assert headed.headers["content-length"] == got.headers["content-length"]
    assert headed.headers["etag"] == got.headers["etag"]
    assert site.head("/nl/nergens").status_code == 404


def test_compression(site: Any) -> None:
    """Compressed for who can take it, plain for who cannot, and said so."""
    plain, packed = site.get(PAGE), site.get(PAGE, {"accept-encoding": "br, gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["content-length"]) == len(packed.content)
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "accept-encoding"


def test_static_files_may_be_kept_for_ever(site: Any) -> None:
    """Their address changes with their content; another version may not be kept."""
    page = site.get("/nl/").text
    href = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in site.get(href).headers["cache-control"]
    version = href.split("/")[2]
    assert "immutable" not in site.get(href.replace(version, "0" * 12)).headers["cache-control"]
    assert site.get(href.replace("style.css", "fonts/noaber-serif-600.woff2")).headers["content-type"] == "font/woff2"
    assert site.get(href.replace("style.css", "%2e%2e%2fapp.py")).status_code == 404


def test_modules_are_served_as_javascript() -> None:
    """A browser refuses a module with any other type."""
    assert TYPES[".js"].startswith("text/javascript")


def test_the_first_page_is_small(site: Any) -> None:
    """Page, style and typefaces together stay below 100 kB on the line, before charts."""
    page = site.get("/nl/").content
    href = page.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    style = site.get(href).content
    fonts = [site.get(href.replace("style.css", f"fonts/{name}.woff2")).content for name in FONTS]
    total = sum(len(gzip.compress(part)) for part in (page, style)) + sum(map(len, fonts))
    assert total < 100_000


FONTS = ("noaber-serif-600", "noaber-sans-400", "noaber-sans-600")


def test_the_key_of_an_answer() -> None:
    """Order of parameters does not matter; release, path, query and policy do."""
    one = {"path": "/nl/", "query_string": b"a=1&b=2"}
    two = {"path": "/nl/", "query_string": b"b=2&a=1"}
    assert cache_key("r", one) == cache_key("r", two)
    keys = {
        cache_key("r", one), cache_key("s", one), cache_key("r", one, "partner"),
        cache_key("r", {**one, "path": "/de/"}), cache_key("r", {**one, "query_string": b"a=1"}),
    }  # fmt: skip
    assert len(keys) == 5


def test_answers_are_kept(small_release: Release, visit: Any) -> None:
    """The second time the application is not asked."""
    asked = []

    class Counting(FixedRelease):
        def earlier(self) -> list:  # type: ignore[type-arg]
            asked.append(1)
            return []

    client = visit(create_app(Counting(small_release)))
    first = client.get("/nl/uitgaven").text
    assert client.get("/nl/uitgaven").text == first
    assert len(asked) == 1


def test_a_new_release_is_picked_up(small_release: Release, tmp_path: Path) -> None:
    """`current` is looked at once a second; the switch needs no restart."""
    (tmp_path / "one").symlink_to(small_release.folder)
    now = [0.0]
    store = ReleaseStore(tmp_path, clock=lambda: now[0])
    with pytest.raises(NoRelease):
        store.current()
    (tmp_path / "current").symlink_to("one")
    opened = store.current()
    assert store.current() is opened
    copy = tmp_path / "two"
    copy.mkdir()
    for file in small_release.folder.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to("two")
    assert store.current() is opened
    now[0] = 2.0
    for _ in range(200):
        if store.current() is not opened:
            return
        time.sleep(0.05)
    pytest.fail("the new release was not picked up")


def test_without_a_release_the_site_says_so(tmp_path: Path, visit: Any) -> None:
    """Nothing published yet is no error of the visitor."""
    answer = visit(create_app(ReleaseStore(tmp_path))).get("/de/")
    assert answer.status_code == 503
    assert "Es gibt noch keine Ausgabe" in answer.text


def test_an_own_style_sheet_lies_over(small_release: Release, tmp_path: Path, visit: Any) -> None:
    """A municipality lays its own tokens over those of the house."""
    own = tmp_path / "style.css"
    own.write_text(":root{--noaber-color-accent:#123456}")
    client = visit(create_app(FixedRelease(small_release), own))
    hrefs = [part.split('"')[0] for part in client.get("/nl/").text.split('rel="stylesheet" href="')[1:]]
    assert client.get(hrefs[1]).text == own.read_text()


def test_trouble_is_said_without_particulars(
    small_release: Release, monkeypatch: pytest.MonkeyPatch, visit: Any
) -> None:
    """An error of ours is a page, not a trace."""
    monkeypatch.setattr("noaber.web.pages.texts.draw_access_page", lambda *_: 1 / 0)
    answer = visit(create_app(FixedRelease(small_release))).get("/en/toegankelijkheid")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("/nl/cijfer/inhabitants?gebieden=GM9001&gebieden=GM9003&erbij=B-dorpp&als=index",
         "/nl/cijfer/inhabitants?gebieden=GM9001,GM9003,GM9002&amp;als=index"),
        ("/nl/cijfer/inhabitants?erbij=B-dorpp&van=2023", "/nl/cijfer/inhabitants?erbij=GM9002&amp;van=2023"),
        ("/de/stromen/workers?gebied=B-dorpp&top=5", "/de/stromen/workers?gebied=GM9002&amp;top=5"),
    ],
)  # fmt: skip
def test_a_misspelt_area_loses_nothing(site: Any, small_release: Release, asked: str, offered: str) -> None:
    """The page is not there, but the same page with the area that was meant is offered."""
    answer = site.get(asked)
    assert answer.status_code == 404
    assert f'<a href="{offered}">' in answer.text
    frozen = site.get(f"{asked}&uitgave={small_release.id}").text
    assert f'<a href="{offered}&amp;uitgave={small_release.id}">' in frozen
