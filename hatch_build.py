"""What a wheel carries beside the Python: templates, migrations and the browser assets that pages ask for."""

import ast
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
#: Asked for by no page: it is written into files.
WRITTEN = ("plotly.js-finance-dist-min/plotly-finance.min.js",)


class CustomBuildHook(BuildHookInterface):
    """Puts them into the package; an editable installation finds them in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        carried = build_data["force_include"]
        for folder in ("templates", "migrations"):
            for path in sorted((ROOT / folder).rglob("*")):
                if path.is_file() and "__pycache__" not in path.parts:
                    carried[str(path)] = f"recruiterdash/{path.relative_to(ROOT)}"
        # Alembic reads its settings there
        carried[str(ROOT / "pyproject.toml")] = "recruiterdash/pyproject.toml"
        for name in (*listed(), *WRITTEN):
            path = ROOT / "node_modules" / name
            if path.is_file():  # a wheel that is built before the assets are fetched has plain pages
                carried[str(path)] = f"recruiterdash/node_modules/{name}"


def listed() -> list[str]:
    """Return the files of node_modules that pages may ask for, as the program lists them."""
    source = ast.parse((ROOT / "recruiterdash" / "web" / "assets.py").read_text(encoding="utf-8"))
    for node in source.body:
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id == "ALLOWED"
        ):
            assert node.value is not None
            allowed = ast.literal_eval(node.value)
            return [path for files in allowed.values() for path in files.values()]
    raise LookupError("web/assets.py lists no files of packages")
