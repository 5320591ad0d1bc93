"""Figures as Plotly takes them: plain dicts, colours by the name they have in the house. Pure.

A name in a chart is text: what Plotly would read as markup is escaped here. Colours are written as
`var(--fine)`: the page puts in those of its theme, an export those of paper.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from recruiterdash.metrics.estimates import Curve, Floats

#: The colours of the light theme, for pictures.
PAPER = {
    "--ink": "#1b2528",
    "--soft": "#566467",
    "--line": "#dde2e0",
    "--card": "#ffffff",
    "--accent": "#0e5a63",
    "--accent-wash": "#cfe4e6",
    "--late": "#a3221b",
    "--late-soft": "#d98f88",
    "--today": "#b06d00",
    "--soon": "#2d4f8a",
    "--fine": "#1f6338",
    "--paused": "#4f4690",
    "--quiet": "#8a989a",
}
#: One pattern for each tone, so that no bar is told from the next by colour alone.
PATTERNS = {"--late": "/", "--late-soft": "x", "--today": ".", "--paused": "\\", "--quiet": "+"}

#: Marks of a strip.
MOST_MARKS = 40
#: A curve of more steps has no mark for each.
MOST_MARKERS = 40
MOST_STEPS = 300
#: Behind the point: a hundred-thousandth of a curve's height is less than a pixel.
DIGITS = 5
#: Of so few no axis shows parts of one.
FEW = 5

Chart = dict[str, Any]


class Series(NamedTuple):
    """One colour of a stack of bars."""

    name: str
    tone: str
    #: None draws no bar: nothing is known, which is not zero.
    values: Sequence[float | None]
    #: For each bar the address of the people behind it; empty where there is none.
    links: Sequence[str] = ()


def text(words: str) -> str:
    """Return words as Plotly shows them and does not read them."""
    return escape(words, quote=False)


def layout(x: str, y: str, **more: Any) -> dict[str, Any]:
    axis = {
        "automargin": True,
        "gridcolor": "var(--line)",
        "linecolor": "var(--line)",
        "zerolinecolor": "var(--line)",
    }
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "var(--ink)", "size": 12},
        "margin": {"l": 52, "r": 16, "t": 34, "b": 48},
        "height": 330,
        "hovermode": "closest",
        "showlegend": True,
        # above the data: a legend never covers any
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
        "xaxis": {**axis, "title": {"text": x}, "fixedrange": True, **more.pop("xaxis", {})},
        "yaxis": {
            **axis,
            "title": {"text": y},
            "fixedrange": True,
            "rangemode": "tozero",
            **more.pop("yaxis", {}),
        },
        **more,
    }


def curve_chart(
    curve: Curve,
    flattering: Sequence[float] | Floats,
    *,
    x: str,
    y: str,
    level: float | None,
    level_words: str = "",
    scale: float = 1.0,
    end: float = 0.0,
    there: Callable[[Sequence[float]], list[int]] | None = None,
    linked: bool = False,
) -> Chart:
    """Return how many were answered by when, with band and service level, beside answered cases alone.

    flattering: lengths of answered waits alone, in order. level: the service level, in days. scale: how many of the
    axis's units a day has. end: the longest wait so far, in days. there: how many have waited so many days and wait
    still or were answered later. linked: each step leads to who was answered then.
    """
    curve = curve.only(_thinned(len(curve.times)))
    times, told = _steps(curve.times, [1 - left for left in curve.survival], scale, end)
    _, high = _steps(curve.times, [1 - left for left in curve.low], scale, end)
    _, low = _steps(curve.times, [1 - left for left in curve.high], scale, end)
    # of several answers at one moment the last
    lengths = np.asarray(flattering, dtype=np.float64)
    steps = np.flatnonzero(np.append(lengths[1:] != lengths[:-1], True))
    some = steps[_thinned(steps.size)].tolist()
    share = [(place + 1) / len(flattering) for place in some]
    ordered = [float(flattering[place]) for place in some]
    plain_times, plain = _steps(ordered, share, scale, end)
    # where the curve runs on after its last answer are those who still wait
    links = (
        [*_answered_between(curve.times), *["event=open"] * (len(times) - len(curve.times) - 1)]
        if linked
        else []
    )
    plain_links = (
        [*_answered_between(ordered), *[""] * (len(plain_times) - len(ordered) - 1)] if linked else []
    )
    line = {"shape": "hv"}
    mode = "lines+markers" if len(times) < MOST_MARKERS else "lines"
    hover = "%{y:.0%} after %{x:.1f}<extra></extra>"
    data: list[Chart] = [
        {"type": "scatter", "x": times, "y": low, "mode": "lines", "showlegend": False, "hoverinfo": "skip",
         "line": {**line, "width": 0}},
        {"type": "scatter", "x": times, "y": high, "mode": "lines", "name": "95 % band", "fill": "tonexty",
         "hoverinfo": "skip", "fillcolor": "var(--accent-wash)", "line": {**line, "width": 0}},
        {"type": "scatter", "x": plain_times, "y": plain, "mode": "lines",
         "name": "answered people alone (flatters)",
         "line": {**line, "dash": "dot", "width": 2, "color": "var(--quiet)"}, "hovertemplate": hover,
         "customdata": plain_links},
        {"type": "scatter", "x": times, "y": told, "mode": mode, "name": "with those still waiting",
         "marker": {"size": 5}, "line": {**line, "width": 2.5, "color": "var(--accent)"},
         "hovertemplate": hover, "customdata": links},
    ]  # fmt: skip
    shapes: list[Chart] = []
    notes: list[Chart] = []
    if level is not None:
        at, words = level * scale, f" service level {level:g} d<br> {level_words}"
        shapes.append({"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper",
                       "line": {"color": "var(--late)", "dash": "dash", "width": 1.5}})  # fmt: skip
        notes.append({"x": at, "y": 0.98, "yref": "paper", "xanchor": "left", "align": "left", "showarrow": False,
                      "text": words, "font": {"color": "var(--late)"}})  # fmt: skip
    if there is not None:
        notes += _at_risk(there, max([end, *curve.times[-1:]]), scale)
    right = max(end, level * 1.4 if level is not None else 0.0, 1.0 / scale) * scale
    made = layout(
        x,
        y,
        xaxis={"range": [0, right * 1.04]},
        yaxis={"range": [0, 1.02], "tickformat": ".0%"},
        shapes=shapes,
        annotations=notes,
    )
    if there is not None:
        made["margin"]["b"] = 92
        made["xaxis"]["title"] |= {"standoff": 26, "text": f"{x}<br>above: how many are at risk"}
    return {"data": data, "layout": made}


#: Places at which the numbers at risk stand.
PLACES = 5
TEN_THOUSAND, MILLION = 10_000, 1_000_000


def _short(number: int) -> str:
    """Return a number that has little room."""
    if number < TEN_THOUSAND:
        return f"{number:,}"
    return f"{number / MILLION:.2g}M" if number >= MILLION else f"{number / 1000:.0f}k"


def _at_risk(there: Callable[[Sequence[float]], list[int]], end: float, scale: float) -> list[Chart]:
    """Return how many are at risk at some places of the axis, as a line of numbers below it."""
    days = [end * place / PLACES for place in range(PLACES)]
    shared = {"yref": "paper", "y": 0, "yanchor": "top", "yshift": -22, "showarrow": False}
    font = {"size": 11, "color": "var(--soft)"}
    return [
        {
            **shared,
            "x": at * scale,
            "xanchor": "center" if place else "left",
            "text": _short(number),
            "font": font,
        }
        for place, (at, number) in enumerate(zip(days, there(days), strict=True))
    ]


def _answered_between(times: Sequence[float]) -> list[str]:
    """Return for each point of a curve, the one at zero first, who was answered since the point before it."""
    return ["", *(f"event=answered;days={was}..{at}" for was, at in pairwise([-1.0, *times]))]


def _thinned(number: int) -> list[int]:
    """Return which of so many steps are drawn: more than a screen has points tell nobody anything."""
    if number <= MOST_STEPS:
        return list(range(number))
    return sorted({*(int(place * number / MOST_STEPS) for place in range(MOST_STEPS)), number - 1})


def _steps(
    times: Sequence[float], values: Sequence[float], scale: float, end: float
) -> tuple[list[float], list[float]]:
    """Return the points of a step curve from zero to the end of what is known."""
    at = [0.0, *(each * scale for each in times)]
    y = [0.0, *values]
    if end * scale > at[-1]:
        at.append(end * scale)
        y.append(y[-1])
    return _drawn(at), _drawn(y)


def _drawn(values: Sequence[float]) -> list[float]:
    """Return values as exactly as any screen shows them: all their digits are half of what a page of figures weighs."""
    return [round(each, DIGITS) for each in values]


def strip_chart(
    waits: Sequence[tuple[float, bool, str]],
    *,
    x: str,
    level: float | None,
    links: Sequence[str] = (),
    y: str = "one mark a person",
) -> Chart:
    """Return one mark a person: filled who was answered, open who still waits.

    waits: length on the axis, whether it is over, how the person is called.
    """
    # an axis of a few seconds would say more than is known
    longest = max([1.0, *(each[0] * 1.08 for each in waits), *([] if level is None else [level * 1.1])])
    data = []
    for over, name, symbol in ((True, "answered", "circle"), (False, "still waiting", "circle-open")):
        some = [(each, place) for place, each in enumerate(waits) if each[1] is over]
        if some:
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "cliponaxis": False,
                    "name": name,
                    "x": [each[0] for each, _ in some],
                    "y": [place + 1 for _, place in some],
                    "text": [text(each[2]) for each, _ in some],
                    "hovertemplate": "%{text}: %{x:.1f}<extra></extra>",
                    "customdata": [links[place] for _, place in some] if links else [],
                    "marker": {
                        "size": 14,
                        "symbol": symbol,
                        "color": "var(--fine)" if over else "var(--late)",
                        "line": {"width": 2, "color": "var(--fine)" if over else "var(--late)"},
                    },
                }
            )
    shapes = []
    if level is not None:
        shapes.append({"type": "line", "x0": level, "x1": level, "y0": 0, "y1": 1, "yref": "paper",
                       "line": {"color": "var(--late)", "dash": "dash", "width": 1.5}})  # fmt: skip
    made = layout(
        x,
        y,
        yaxis={"range": [0, len(waits) + 1], "showticklabels": False, "showgrid": False},
        xaxis={"range": [0, longest]},
        shapes=shapes,
        height=220,
    )
    return {"data": data, "layout": made}


def bars(
    labels: Sequence[str],
    stack: Sequence[Series],
    *,
    x: str,
    y: str,
    sideways: bool = False,
    percent: bool = False,
) -> Chart:
    """Return stacked bars, one pattern a tone. sideways: labels are long, the bars lie."""
    names = [text(each) for each in labels]
    data = []
    for series in stack:
        along, across = ("x", "y") if sideways else ("y", "x")
        number = "%{x:,.4~g}" if sideways else "%{y:,.4~g}"
        data.append(
            {
                "type": "bar",
                "name": text(series.name),
                along: list(series.values),
                across: names,
                "orientation": "h" if sideways else "v",
                "customdata": list(series.links),
                "hovertemplate": f"%{{{across}}}: {number} {text(series.name)}<extra></extra>",
                "marker": {
                    "color": f"var({series.tone})",
                    "line": {"width": 0.5, "color": "var(--card)"},
                    "pattern": {"shape": PATTERNS.get(series.tone, ""), "solidity": 0.2,
                                "fgcolor": "var(--card)", "fillmode": "overlay"},
                },
            }
        )  # fmt: skip
    more: dict[str, Any] = {"barmode": "stack", "bargap": 0.18}
    category = {"type": "category"}
    amounts: dict[str, Any] = {"tickformat": ".0%"} if percent else _whole(stack)
    if sideways:
        longest = max((len(each) for each in labels), default=4)
        more |= {"margin": {"l": min(16 + 7 * longest, 220), "r": 16, "t": 34, "b": 48}}
        made = layout(
            x,
            "",
            yaxis={**category, "autorange": "reversed", "title": {"text": ""}},
            xaxis={**amounts, "rangemode": "tozero"},
            height=max(220, 110 + 34 * len(labels)),
            **more,
        )
    else:
        made = layout(x, y, xaxis=category, yaxis=amounts, **more)
    return {"data": data, "layout": made}


def _whole(stack: Sequence[Series]) -> dict[str, int]:
    """Return the ticks of few people: whole ones, where the axis would show fifths of one."""
    values = [series.values for series in stack]
    most = max((sum(value or 0 for value in each) for each in zip(*values, strict=True)), default=0)
    counted = all(float(value or 0).is_integer() for each in values for value in each)
    return {"dtick": 1} if counted and most <= FEW else {}


#: How the lines of several shares are told from each other without colour.
DASHES = ("solid", "dash", "dot")


def shares_chart(times: Sequence[float], lines: Sequence[Series], *, x: str) -> Chart:
    """Return shares over time as steps, each line with its own dash; each point leads to who is behind it."""
    return {
        "data": [
            {
                "type": "scatter",
                "x": list(times),
                "y": list(line.values),
                "mode": "lines+markers" if len(times) < MOST_MARKERS else "lines",
                "name": text(line.name),
                "marker": {"size": 5},
                "line": {"shape": "hv", "width": 2.5, "dash": dash, "color": f"var({line.tone})"},
                "hovertemplate": f"%{{y:.0%}} {text(line.name)} after %{{x:.1f}}<extra></extra>",
                "customdata": list(line.links),
            }
            for line, dash in zip(lines, DASHES, strict=True)
        ],
        "layout": layout(
            x,
            "of those who waited",
            xaxis={"rangemode": "tozero"},
            yaxis={"range": [0, 1.02], "tickformat": ".0%"},
        ),
    }


def grid_chart(
    columns: Sequence[str],
    lines: Sequence[str],
    values: Sequence[Sequence[int]],
    links: Sequence[Sequence[str]],
    *,
    x: str,
    what: str,
) -> Chart:
    """Return numbers as squares on a grid, the larger the more. links: of each line, the line's own first."""
    most = max((value for row in values for value in row), default=0) or 1
    points = [
        (column, line, values[n][m], links[n][m + 1])
        for n, line in enumerate(lines)
        for m, column in enumerate(columns)
        if values[n][m]
    ]
    data = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [point[0] for point in points],
            "y": [point[1] for point in points],
            "text": [str(point[2]) for point in points],
            "hovertemplate": f"%{{y}} %{{x}}: %{{text}} {text(what)}<extra></extra>",
            "customdata": [point[3] for point in points],
            "marker": {
                "symbol": "square",
                "color": "var(--accent)",
                "size": [6 + 20 * (point[2] / most) ** 0.5 for point in points],
            },
            "showlegend": False,
        }
    ]
    made = layout(
        x,
        "",
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": list(columns)},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": list(reversed(lines)),
            "range": [-0.6, len(lines) - 0.4],
        },
    )
    return {"data": data, "layout": made}


def on_paper(chart: Mapping[str, Any]) -> Chart:
    """Return a chart with the colours of paper put in."""
    found: Chart = _painted(chart)
    return found


def _painted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _painted(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_painted(each) for each in value]
    if isinstance(value, str) and value.startswith("var(--"):
        return PAPER.get(value[4:-1], "#000000")
    return value
