"""Files for the browser: ours from static/, others' from node_modules by an allow-list."""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from functools import cache
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, request, send_file
from werkzeug.exceptions import NotFound

from recruiterdash.doors import public
from recruiterdash.places import place
from recruiterdash.web import logs

OURS = Path(__file__).resolve().parents[1] / "static"
MODULES = place("node_modules")
#: Package -> the name a page asks for -> the file. Nothing else of node_modules is served.
# literals alone: the build of the wheel reads them without running this
ALLOWED: dict[str, dict[str, str]] = {
    "bootstrap": {
        "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
        "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    },
    "bootstrap-icons": {
        "bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
        "fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
        "fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    },
    "plotly": {"plotly.min.js": "plotly.js-finance-dist-min/plotly-finance.min.js"},
    "htmx": {"htmx.min.js": "htmx.org/dist/htmx.min.js"},
}
#: Files that are sent packed to browsers that take them so.
PACKED = frozenset({".js", ".css", ".svg"})
#: How, the shortest first; the longest file takes a quarter of a second.
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda whole: bytes(brotli.compress(whole, quality=9)),
    "gzip": lambda whole: gzip.compress(whole, 9, mtime=0),
}
FOR_EVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(static_url=static_url, asset_url=asset_url)
    if not MODULES.is_dir():
        logs.log.warning("assets", reason="node_modules is not there, pages stay plain: make setup")


@bp.get("/static/<path:name>")
@public()
def static(name: str) -> Response:
    """Send a file of ours."""
    return _sent(_within(OURS, name))


@bp.get("/assets/<package>/<path:name>")
@public()
def asset(package: str, name: str) -> Response:
    """Send a listed file of a package."""
    listed = ALLOWED.get(package, {}).get(name)
    if listed is None:
        raise NotFound()
    return _sent(MODULES / listed)


@cache
def static_url(name: str) -> str:
    """Return the address of a file of ours, new whenever its content is."""
    return f"/static/{name}?v={_hash(OURS / name)}"


@cache
def asset_url(package: str, name: str) -> str:
    """Return the address of a package's file, empty when it is not installed."""
    path = MODULES / ALLOWED[package][name]
    return f"/assets/{package}/{name}?v={_hash(path)}" if path.is_file() else ""


def _within(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise NotFound()
    return path


def _sent(path: Path) -> Response:
    if not path.is_file():
        raise NotFound()
    way = next((each for each in PACKERS if request.accept_encodings[each]), None)
    if way is not None and request.query_string and path.suffix in PACKED:
        packed = _packed(path, _hash(path), way)
        response = Response(packed, mimetype=mimetypes.guess_type(path.name)[0])
        response.headers["Content-Encoding"] = way
    else:
        response = send_file(path, conditional=True)
    if path.suffix in PACKED:
        response.vary.add("Accept-Encoding")
    # An address with its content's hash names the same bytes for ever.
    response.headers["Cache-Control"] = FOR_EVER if request.query_string else "no-cache"
    return response


@cache
def _packed(path: Path, _content: str, way: str) -> bytes:
    """Return a file packed, made once: the charts' own library is three times as long otherwise."""
    return PACKERS[way](path.read_bytes())


@cache
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"
