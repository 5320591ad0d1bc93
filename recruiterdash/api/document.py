"""The OpenAPI 3.1 document, written from what the endpoints declare: it can say nothing else than they do."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

from recruiterdash.api.answering import Described, Problem
from recruiterdash.api.asking import LARGEST, parameters
from recruiterdash.doors import public
from recruiterdash.doors.access import PUBLIC, access_of

PREFIX = "/api/v1"
_REFERENCE = "#/components/schemas/{name}"
_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
_ABOUT = (
    "Who waits for word, since when and why. Send an API token as `Authorization: Bearer ...`; the answers "
    "hold what its user may see and nothing else. Moments are UTC. Lists go on with `?cursor=` and the "
    "`next` of the page before; `next` is null on the last page."
)
_REFUSALS = {
    401: "No log-in, or a token that is unknown, revoked or of a disabled user.",
    403: "The user's role does not include this.",
    404: "It is not there, or not this user's to see: both look the same.",
    409: "It was changed meanwhile, or is no longer what it was looked at: nothing was done. The detail says why.",
    413: "That is more than can be taken in at once.",
    422: "A parameter or field is unknown, given twice or out of its range; the detail says which.",
}

_BYTES = {"type": "string", "format": "binary"}
_FORM = {"type": "object", "properties": {"file": _BYTES}, "required": ["file"]}
_FILE = {"application/octet-stream": {"schema": _BYTES}, "multipart/form-data": {"schema": _FORM}}
_ANSWERS = {200: "The answer.", 201: "It is done.", 202: "It is taken in, and waits."}

bp = Blueprint("api_document", __name__)


@bp.get("/openapi.json")
@public()
def show() -> Response:
    """Return this document."""
    return Response(current_app.extensions["recruiterdash.openapi"], mimetype="application/json")


def init_app(app: Flask) -> None:
    """Write the document once; after all endpoints are there."""
    app.extensions["recruiterdash.openapi"] = msgspec.json.encode(written(app))


def written(app: Flask) -> dict[str, Any]:
    """Return the document. Raises RuntimeError for an endpoint that does not say what it answers."""
    endpoints = list(_endpoints(app))
    answered = [described.answer for _, _, described in endpoints]
    sent = [described.body for _, _, described in endpoints if described.body is not None]
    models = [Problem, *dict.fromkeys([*answered, *sent])]
    _, schemas = msgspec.json.schema_components(models, ref_template=_REFERENCE)
    paths: dict[str, dict[str, Any]] = {}
    for rule, view, described in endpoints:
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        path = _VARIABLE.sub(r"{\1}", rule.rule)
        paths.setdefault(path, {})[method.lower()] = _operation(app, rule, view, described)
    return {
        "openapi": "3.1.0",
        "info": {"title": "recruiterdash", "version": "v1", "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "browser": {"type": "apiKey", "in": "cookie", "name": "recruiterdash"},
            },
        },
        "security": [{"token": []}, {"browser": []}],
    }


def _endpoints(app: Flask) -> Iterator[tuple[Rule, Any, Described]]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith(f"{PREFIX}/") or rule.endpoint == f"{bp.name}.show":
            continue
        view = app.view_functions[rule.endpoint]
        described = getattr(view, "described", None)
        if not isinstance(described, Described):
            raise RuntimeError(f"{rule.rule} does not say what it answers")
        yield rule, view, described


def _operation(app: Flask, rule: Rule, view: Any, described: Described) -> dict[str, Any]:
    summary, _, more = (inspect.getdoc(view) or "").partition("\n\n")
    access = access_of(app, rule.endpoint)
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api_").replace(".", "_"),
        "summary": summary,
        "tags": [rule.rule.removeprefix(f"{PREFIX}/").split("/")[0]],
        "parameters": [*_in_path(rule, described), *_in_query(described), *_in_headers(described)],
        "responses": {
            str(status): _content(_ANSWERS[status], "application/json", described.answer.__name__)
            for status in described.statuses
        }
        | {str(status): _refusal(status) for status in _possible(rule, described)},
    }
    if described.body is not None:
        schema = {"$ref": _REFERENCE.format(name=described.body.__name__)}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if described.file:
        operation["requestBody"] = {"required": True, "content": _FILE}
    if more:
        operation["description"] = more
    if access is not None and access.permission != PUBLIC:
        operation["x-permission"] = access.permission
    return operation


def _possible(rule: Rule, described: Described) -> Iterator[int]:
    yield from (401, 403)
    if rule.arguments:
        yield 404
    if described.query is not None or described.body is not None:
        yield 422
    yield from described.refusals


def _in_path(rule: Rule, described: Described) -> Iterator[dict[str, Any]]:
    for name in _VARIABLE.findall(rule.rule):
        schema: dict[str, Any] = {"type": "integer", "format": "int64", "minimum": 1, "maximum": LARGEST}
        for word, known in described.words:
            if word == name:
                schema = {"type": "string", "enum": list(known)}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(described: Described) -> Iterator[dict[str, Any]]:
    for name, schema in parameters(described.query).items() if described.query else ():
        bare = {key: value for key, value in schema.items() if key != "description"}
        parameter = {"name": name, "in": "query", "required": False, "schema": bare}
        yield parameter | {"description": schema["description"]} if "description" in schema else parameter


def _in_headers(described: Described) -> Iterator[dict[str, Any]]:
    for name, words in described.headers:
        schema = {"type": "string", "maxLength": 255}
        yield {"name": name, "in": "header", "required": False, "schema": schema, "description": words}


def _refusal(status: int) -> dict[str, Any]:
    return _content(_REFUSALS[status], "application/problem+json", Problem.__name__)


def _content(words: str, kind: str, model: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {kind: {"schema": {"$ref": _REFERENCE.format(name=model)}}},
    }
