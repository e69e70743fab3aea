"""A supplier on this machine: speaks CBS OData v3 and v4, bulk csv, OGC API Features and KNMI from specimens.

Real sockets, so that what breaks here breaks as it does outside: resets, half answers, drips, wrong lengths.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import socket
import struct
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from protocol_faults import FAULTS, Fault, Reply

SPECIMENS = Path(__file__).parent / "specimens"
GEO = "application/geo+json"


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    form: dict[str, str]
    raw: str


class ProtocolServer:
    """The supplier. Change `rows`, `infos`, `page_size` or `faults` to make it behave otherwise."""

    def __init__(self) -> None:
        self.rows = {path: _rows(path) for path in sorted(SPECIMENS.glob("*/99*/*.json")) if path.stem != "Properties"}
        self.features = _rows(SPECIMENS / "ogc" / "buurten.json")
        self.properties = json.loads((SPECIMENS / "odata4" / "99002NED" / "Properties.json").read_text("utf-8"))
        self.daily = (SPECIMENS / "knmi" / "daggegevens.txt").read_bytes()
        self.page_size, self.link = 5, ""
        self.counts, self.etags, self.zipped = True, True, False
        self.faults: list[Fault] = []
        self.asked: list[Asked] = []
        self.before: Callable[[Asked], None] = lambda _: None
        self.released = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> ProtocolServer:
        owner = self

        class Handler(_Handler):
            supplier = owner

        self._http = _Server(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()

    def count(self, part: str) -> int:
        """How many requests had this in their address."""
        return sum(part in asked.raw for asked in self.asked)

    def forget(self) -> None:
        """Begin counting anew."""
        self.asked.clear()

    def table(self, path: str) -> list[str]:
        """Rows of a specimen, to change them: table('odata3/99001NED/TypedDataSet')."""
        return self.rows[SPECIMENS / f"{path}.json"]

    def publish_again(self, modified: str = "2026-05-05T02:00:00") -> None:
        """A new version of the tables: other Modified, one figure revised."""
        infos = self.table("odata3/99001NED/TableInfos")
        infos[0] = infos[0].replace('"Modified":"2026-03-02T02:00:00"', f'"Modified":"{modified}"')
        figures = self.table("odata3/99001NED/TypedDataSet")
        figures[0] = figures[0].replace("73110", "73111")
        self.properties["Modified"] = modified + "+02:00"

    def answer(self, asked: Asked) -> Reply:
        for pattern, method in _ROUTES:
            if found := re.fullmatch(pattern, asked.path):
                return method(self, asked, *found.groups())
        return Reply(404, b'{"error":"no such resource"}')

    # -- CBS OData v3 -------------------------------------------------------------------------------------------

    def odata3(self, asked: Asked, service: str, table: str, name: str) -> Reply:
        rows = self._set("odata3", table, name)
        if rows is None or asked.query.get("$format") != "json":
            return Reply(404, b'{"odata.error":{"message":{"value":"Resource not found"}}}')
        paged = service == "ODataFeed"
        return self._odata(asked, rows, "odata", {"odata.metadata": f"{self.base}/$metadata"}, paged)

    # -- CBS OData v4 -------------------------------------------------------------------------------------------

    def service4(self, asked: Asked, table: str) -> Reply:
        names = sorted(path.stem for path in self.rows if path.parent.name == table and path.parts[-3] == "odata4")
        kinds = [{"name": name, "kind": "EntitySet", "url": name} for name in names]
        value = [*kinds, {"name": "Properties", "kind": "Singleton", "url": "Properties"}]
        return _json({"@odata.context": f"{self.base}/$metadata", "value": value}) if names else Reply(404, b"")

    def odata4(self, asked: Asked, table: str, name: str) -> Reply:
        if name == "Properties":
            return _json({"@odata.context": f"{self.base}/$metadata#Properties"} | self.properties)
        rows = self._set("odata4", table, name)
        if rows is None:
            return Reply(404, b'{"error":{"code":"","message":"Not found"}}')
        return self._odata(asked, rows, "@odata", {"@odata.context": f"{self.base}/$metadata#{name}"}, True)

    def csv4(self, asked: Asked, table: str) -> Reply:
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as archive:
            for file in sorted((SPECIMENS / "csv4" / table).glob("*.csv"), reverse=len(self.asked) % 2 == 0):
                stamp = (2026, 11, 24, 1, len(self.asked) % 60, 0)
                archive.writestr(zipfile.ZipInfo(file.name, stamp), file.read_bytes())
        return Reply(200, body.getvalue(), {"Content-Type": "application/zip"})

    # -- OGC API Features ---------------------------------------------------------------------------------------

    def items(self, asked: Asked, collection: str) -> Reply:
        query = asked.query
        if unquote(collection) not in ("buurten", "wijken & buurten/2024"):
            return Reply(404, b'{"title":"Not Found","status":404}', {"Content-Type": "application/problem+json"})
        code = query.get("gemeentecode", "")
        rows = [row for row in self.features if not code or json.loads(row)["properties"]["gemeentecode"] == code]
        start, limit = int(query.get("cursor", "0|0").split("|")[0]), int(query.get("limit", 10))
        page = rows[start : start + limit]
        links = [{"rel": "self", "href": f"{self.base}{asked.raw}"}]
        if start + limit < len(rows):
            following = urlencode(query | {"cursor": f"{start + limit}|x"})
            links.append({"rel": "next", "href": f"{self.base}{asked.path}?{following}"})
        counts = {"numberMatched": len(rows)} if self.counts else {}
        stamp = {"timeStamp": f"2026-11-24T10:00:{len(self.asked) % 60:02d}Z"}
        head = {"type": "FeatureCollection", **stamp, "links": links, **counts, "numberReturned": len(page)}
        headers = {"Content-Type": GEO} | ({"Content-Crs": f"<{query['crs']}>"} if "crs" in query else {})
        return self._validated(asked, Reply(200, _with_rows(head, "features", page), headers), repr(page))

    # -- KNMI ---------------------------------------------------------------------------------------------------

    def selection(self, asked: Asked) -> Reply:
        if asked.method != "POST" or not {"start", "end", "stns", "vars"} <= asked.form.keys():
            return Reply(400, b"start and end are required")
        wanted = asked.form["stns"].split(":")
        lines = self.daily.decode().splitlines(keepends=True)
        body = "".join(line for line in lines if line.startswith("#") or line.split(",")[0].strip() in wanted)
        return Reply(200, body.encode(), {"Content-Type": "text/plain"})

    def station(self, asked: Asked, station: str) -> Reply:
        file = SPECIMENS / "knmi" / f"etmgeg_{station}.txt"
        if not file.exists():
            return Reply(404, b"")
        body = io.BytesIO()
        with zipfile.ZipFile(body, "w") as archive:
            archive.writestr(zipfile.ZipInfo(file.name, (2026, 11, 24, 1, len(self.asked) % 60, 0)), file.read_bytes())
        return self._validated(asked, Reply(200, body.getvalue()), station)

    # -- parts --------------------------------------------------------------------------------------------------

    def _set(self, version: str, table: str, name: str) -> list[str] | None:
        return self.rows.get(SPECIMENS / version / table / f"{name}.json")

    def _odata(self, asked: Asked, rows: list[str], sign: str, head: dict[str, Any], paged: bool) -> Reply:
        query = asked.query
        if wanted := re.fullmatch(r"(\w+) eq '([^']*)'", query.get("$filter", "")):
            rows = [row for row in rows if json.loads(row).get(wanted[1]) == wanted[2]]
        elif "$filter" in query:
            return Reply(400, b'{"odata.error":{"message":{"value":"Syntax error in $filter"}}}')
        start, top = int(query.get("$skip", 0)), int(query.get("$top", 10**9))
        size = min(top, self.page_size if paged else 10**9)
        page = rows[start : start + size]
        tail: dict[str, Any] = {}
        if start + size < min(len(rows), start + top):
            left = {"$top": str(top - size)} if "$top" in query else {}
            following = urlencode(query | {"$skip": str(start + size)} | left, safe="$")
            tail = {f"{sign}.nextLink": self.link or f"{self.base}{asked.path}?{following}"}
        return Reply(200, _with_rows(head, "value", page, tail), {"Content-Type": "application/json"})

    def _validated(self, asked: Asked, reply: Reply, content: str) -> Reply:
        if not self.etags:
            return reply
        etag = f'"{sha256(content.encode()).hexdigest()[:12]}"'
        reply.headers |= {"ETag": etag, "Last-Modified": "Tue, 03 Mar 2026 08:00:00 GMT"}
        return Reply(304, b"", reply.headers) if asked.headers.get("if-none-match") == etag else reply


_ROUTES: list[tuple[str, Callable[..., Reply]]] = [
    (r"/(ODataFeed|ODataApi)/odata/(\w+)/(\w+)", ProtocolServer.odata3),
    (r"/odata/v1/CBS/(\w+)", ProtocolServer.service4),
    (r"/odata/v1/CBS/(\w+)/(\w+)", ProtocolServer.odata4),
    (r"/CSV/CBS/nl/(\w+)", ProtocolServer.csv4),
    (r"/ogc/v1/collections/([^/]+)/items", ProtocolServer.items),
    (r"/klimatologie/daggegevens", ProtocolServer.selection),
    (r"/daggegevens/etmgeg_(\d+)\.zip", ProtocolServer.station),
]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    supplier: ProtocolServer

    @property
    def released(self) -> threading.Event:
        return self.supplier.released

    def do_GET(self) -> None:
        asked = self._read_request()
        with self.supplier._lock:
            self.supplier.asked.append(asked)
            self.supplier.before(asked)
            fault = next((fault for fault in self.supplier.faults if fault.strikes(asked.raw)), None)
            reply = self.supplier.answer(asked)
        if self.supplier.zipped and reply.status == 200:
            reply = Reply(200, gzip.compress(reply.body, mtime=0), reply.headers | {"Content-Encoding": "gzip"})
        if fault:
            FAULTS[fault.kind](self, reply, fault)
        else:
            self.send(reply)

    do_POST = do_GET

    def _read_request(self) -> Asked:
        parts = urlsplit(self.path)
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        query, posted = dict(parse_qsl(parts.query)), dict(parse_qsl(form))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Asked(self.command, parts.path, query, headers, posted, self.path)

    def send(self, reply: Reply, length: int | None = -1, body: bytes | None = None) -> None:
        """Send a reply; `length` None for a body that ends where the connection does, `body` for another than due."""
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if length is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        elif reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) if length < 0 else length))
        self.end_headers()
        self.wfile.write(reply.body if body is None else body)

    def hang_up(self, reset: bool = False) -> None:
        self.wfile.flush()
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def _rows(path: Path) -> list[str]:
    return [line.rstrip(",") for line in path.read_text("utf-8").splitlines()[1:-1]]


def _json(content: dict[str, Any]) -> Reply:
    return Reply(200, json.dumps(content).encode(), {"Content-Type": "application/json"})


def _with_rows(head: dict[str, Any], name: str, rows: list[str], tail: dict[str, Any] | None = None) -> bytes:
    """JSON with the rows exactly as in the specimen, between the other members."""
    before = json.dumps(head)[:-1]
    after = json.dumps(tail)[1:] if tail else "}"
    return f'{before}, "{name}": [{",".join(rows)}]{", " if tail else ""}{after}'.encode()
