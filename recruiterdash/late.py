"""Large libraries that few requests need, read when they are first asked for: every command would wait for them."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any


@cache
def library(name: str) -> Any:
    """Return a module by its full name. Raises ImportError."""
    return import_module(name)


@cache
def is_there(name: str) -> bool:
    """Say whether a library is installed, without reading it."""
    return find_spec(name) is not None
