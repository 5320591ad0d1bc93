"""What nearly every test does and none asks about, done less often: a program starts, and people log in."""

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from recruiterdash.team import passwords

#: Kept as the product keeps them; `strong_passwords` of the tests gives it back.
STRONG = passwords.HASHER


class LateRule(Rule):
    """A route whose addresses are made ready when one is asked for: of hundreds a test asks for a few."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: list[Callable[..., tuple[str, str]]] = []
        compiled = super()._compile_builder

        def build(*given: Any, **named: Any) -> tuple[str, str]:
            if not made:
                made.append(compiled(append_unknown))
            return made[0](*given, **named)

        return build


class Kept(BytecodeCache):
    """Templates made ready once for all programs of a test process."""

    def __init__(self) -> None:
        self.made: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.made:
            bucket.bytecode_from_string(self.made[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.made[bucket.key] = bucket.bytecode_to_string()


def begin() -> None:
    """Let programs that this process makes start quickly, and passwords be checked quickly."""
    Flask.url_rule_class = LateRule
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": Kept()}
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
