"""Serves a site on this computer alone, to look at it before it is put anywhere."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LOOPBACK = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Serves files with the types that browsers want, and says nothing of each."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
    }

    def log_message(self, *_: object) -> None:
        """Nothing."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of a folder for this computer; with port 0, any free port."""
    return ThreadingHTTPServer((LOOPBACK, port), partial(_Handler, directory=str(folder)))
