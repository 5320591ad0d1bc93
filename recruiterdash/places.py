"""Where what is no Python lies: in an installed package, or beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def place(name: str) -> Path:
    """Return the folder of templates, migrations or browser assets; that of the package where it is carried there."""
    carried = PACKAGE / name
    return carried if carried.is_dir() else PACKAGE.parent / name


#: The browser's own plotly.js, in the folder of browser assets: what draws charts on a page draws pictures, too.
PLOTLY = "plotly.js-finance-dist-min/plotly-finance.min.js"
