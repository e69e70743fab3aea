"""One polite way to ask a supplier's machine for something; the answer lands on disk whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

import httpx

from noaber.sources.fetch.addresses import follow_link
from noaber.sources.fetch.manners import Clock, Manners, parse_retry_after
from noaber.sources.fetch.troubles import PassingTrouble
from noaber.vocabulary.errors import FetchError, Problem

PASSING_STATUS = (408, 425, 429, 500, 502, 503, 504)
MOST_REDIRECTS = 5
ACCEPT = "application/json, application/geo+json, */*;q=0.5"
T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """A question to a supplier: a GET, or a POST where it has a form. `bulk` allows a large file."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    bulk: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back, apart from the body; status 304 where nothing changed, then there is no file."""

    url: str
    status: int
    headers: Mapping[str, str]

    @property
    def framed(self) -> bool:
        """Whether HTTP itself told where the body ends; otherwise a broken connection looks like the end."""
        return "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "")


Read = Callable[[Path, Answer], T]
"""Reads a body that arrived; raises HalfAnswer where it is not whole."""


class Client:
    """Asks suppliers, politely: not too fast, again where that may help, never without bound."""

    def __init__(self, http: httpx.Client, manners: Manners, clock: Clock) -> None:
        self._http, self.manners, self.clock = http, manners, clock
        self._earliest = float("-inf")

    def fetch(self, ask: Ask, into: Path, read: Read[T]) -> tuple[Answer, T | None]:
        """Answer and what `read` makes of its body, which is then in file `into`; nothing for status 304.

        Raises FetchError where asking again does not help or has not helped.
        """
        for attempt in count(1):
            self._keep_distance()
            try:
                return self._fetch_once(ask, into, read)
            except PassingTrouble as trouble:
                self.clock.sleep(self._wait_s(ask, attempt, trouble))
        raise AssertionError("count never ends")

    def _keep_distance(self) -> None:
        wait = self._earliest - self.clock.now()
        if wait > 0:
            self.clock.sleep(wait)
        self._earliest = self.clock.now() + 1 / self.manners.per_second

    def _wait_s(self, ask: Ask, attempt: int, trouble: PassingTrouble) -> float:
        if trouble.after_s is not None and trouble.after_s > self.manners.longest_wait_s:
            raise FetchError(
                Problem(ask.url, trouble.reason, "", f"The supplier asks to wait {trouble.after_s:.0f} seconds.")
            ) from trouble
        if attempt >= self.manners.attempts:
            next_step = "Run the same fetch again later: what already arrived is kept."
            raise FetchError(
                Problem(ask.url, f"{trouble.reason} ({attempt} attempts)", "a whole answer", next_step)
            ) from trouble
        return max(self.manners.wait_s(attempt, self.clock.chance()), trouble.after_s or 0.0)

    def _fetch_once(self, ask: Ask, into: Path, read: Read[T]) -> tuple[Answer, T | None]:
        arriving = into.with_name(into.name + ".arriving")
        try:
            with closing(self._send(ask)) as response:
                answer = Answer(ask.url, response.status_code, dict(response.headers))
                if answer.status == 304 and ask.headers:
                    return answer, None
                self._check_status(response)
                self._store(response, arriving, ask)
            content = read(arriving, answer)
            os.replace(arriving, into)
            return answer, content
        except httpx.InvalidURL as error:
            raise FetchError(Problem(ask.url[:200], f"is no address that can be asked: {error}")) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise PassingTrouble(f"connection failed: {error or type(error).__name__}") from error
        finally:
            arriving.unlink(missing_ok=True)

    def _send(self, ask: Ask) -> httpx.Response:
        url, method = ask.url, "GET" if ask.form is None else "POST"
        headers = {"User-Agent": self.manners.user_agent, "Accept": ACCEPT, **ask.headers}
        for _ in range(MOST_REDIRECTS + 1):
            request = self._http.build_request(method, url, headers=headers, data=ask.form)
            response = self._http.send(request, stream=True, follow_redirects=False)
            if not response.has_redirect_location:
                return response
            response.close()
            url = follow_link(url, response.headers["location"])
        raise FetchError(Problem(ask.url, "redirects without end", f"at most {MOST_REDIRECTS} redirects"))

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 200:
            return
        found = f"the supplier answers {status}{_said(response)}"
        if status in PASSING_STATUS:
            after = parse_retry_after(response.headers.get("retry-after", ""), self.clock.wall())
            raise PassingTrouble(found, after)
        raise FetchError(Problem(str(response.url), found, "status 200", _remedy(status)))

    def _store(self, response: httpx.Response, into: Path, ask: Ask) -> None:
        manners = self.manners
        most, longest_s = manners.most_page_bytes, manners.answer_s
        if ask.bulk:
            most, longest_s = manners.most_file_bytes, manners.file_s
        late = self.clock.now() + longest_s
        _check_size(ask.url, int(response.headers.get("content-length", "0") or "0"), most)
        size = 0
        with into.open("wb") as file:
            for piece in response.iter_bytes():
                size += file.write(piece)
                _check_size(ask.url, size, most)
                if self.clock.now() > late:
                    raise PassingTrouble(f"answer still not whole after {longest_s:g} seconds")


def _check_size(url: str, size: int, most: int) -> None:
    if size > most:
        next_step = "Ask for less with `filter` or `select`, or use another api for bulk."
        raise FetchError(Problem(url, f"answer larger than {most} bytes", f"at most {most} bytes", next_step))


def _said(response: httpx.Response, most: int = 300) -> str:
    """The first words of the supplier's own explanation, on one line."""
    try:
        start = next(response.iter_bytes(), b"")
    except httpx.HTTPError:
        return ""
    words = " ".join(start.decode("utf-8", "replace").split())[:most]
    return f": {words}" if words else ""


def _remedy(status: int) -> str:
    if status in (400, 406, 414):
        return "Check `filter`, `select` and the other parameters of `fetch:` in the source file."
    if status in (404, 410):
        return "Check the name of the table or collection; CBS withdraws v4 observations of stopped tables: try v3."
    return "Open the address in a browser to see what the supplier says."


@contextmanager
def open_client(manners: Manners | None = None, clock: Clock | None = None, proxies: bool = True) -> Iterator[Client]:
    """A client for one run of `noaber fetch`; `proxies` obeys the proxy settings of the machine."""
    manners, clock = manners or Manners(), clock or Clock()
    timeout = httpx.Timeout(manners.silence_s, connect=manners.connect_s)
    headers = {
        "User-Agent": manners.user_agent,
        "Accept": "application/json, application/geo+json, */*;q=0.5",
    }
    with httpx.Client(timeout=timeout, headers=headers, trust_env=proxies, follow_redirects=False) as http:
        yield Client(http, manners, clock)
