"""Answers that are files: to keep, or pictures to show on another page."""

from __future__ import annotations

from starlette.responses import Response

from noaber.web.visits import PAGE_AGE, PICTURE_AGE

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {"png": "image/png", "svg": "image/svg+xml"}


def download_headers(name: str) -> dict[str, str]:
    """Give the headers of a file that is kept under a name; search engines leave it out."""
    return {
        "cache-control": PAGE_AGE,
        "content-disposition": f'attachment; filename="{name}"',
        "x-robots-tag": "noindex",
    }


def download(body: bytes, name: str, type: str) -> Response:
    """Answer with a file to keep."""
    return Response(body, headers=download_headers(name), media_type=type)


def picture(body: bytes, name: str, kind: str) -> Response:
    """Answer with a picture; who keeps it gets it under the name, with its kind as ending."""
    headers = {"cache-control": PICTURE_AGE, "content-disposition": f'inline; filename="{name}.{kind}"'}
    return Response(body, headers=headers, media_type=PICTURES[kind])
