"""Line charts as SVG, with the standard library alone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 440, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 34, 46
LEGEND_LINE = 18
# Okabe and Ito's colours, which people with any kind of colour vision can tell apart.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555", "#000000")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "4 2", "1 2", "10 4", "3 6")
TEXT = "#222222"
GRID = "#dddddd"


@dataclass
class Axis:
    """What an axis shows, and from where to where; logarithmic or not."""

    label: str
    low: float
    high: float
    logarithmic: bool = False

    def share(self, value: float) -> float:
        if self.logarithmic:
            value = max(value, self.low)
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        if self.logarithmic:
            first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
            steps = (1,) if last - first > 3 else (1, 2, 5)
            marks = [step * 10**power for power in range(first, last + 1) for step in steps]
            return [mark for mark in marks if self.low * 0.999 <= mark <= self.high * 1.001]
        step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100) if (self.high - self.low) / step <= 6)
        first = math.ceil(self.low / step)
        return [step * place for place in range(first, int(self.high / step) + 1)]


@dataclass
class Chart:
    """Points joined by lines; series are named in the same order, with the same colours, in every chart."""

    title: str
    across: Axis
    up: Axis
    series: dict[str, list[tuple[float, float]]]


def spanning(label: str, values: list[float], logarithmic: bool = False) -> Axis:
    """An axis that holds these values, with a little room."""
    low, high = min(values), max(values)
    if logarithmic:
        return Axis(label, low / 1.25, high * 1.25, True)
    return Axis(label, max(0.0, math.floor(low / 10) * 10), math.ceil(high / 10) * 10)


def drawing(charts: list[Chart], columns: int = 2) -> str:
    """The charts in rows, with one legend below."""
    names = list(dict.fromkeys(name for chart in charts for name in chart.series))
    columns = min(columns, len(charts))
    rows = math.ceil(len(charts) / columns)
    width, above = columns * WIDTH, rows * HEIGHT
    height = above + len(names) * LEGEND_LINE + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{TEXT}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for place, chart in enumerate(charts):
        right, down = place % columns * WIDTH, place // columns * HEIGHT
        parts.append(f'<g transform="translate({right} {down})">{panel(chart, names)}</g>')
    for place, name in enumerate(names):
        y = above + place * LEGEND_LINE + 12
        parts.append(line([(LEFT, y), (LEFT + 34, y)], place))
        parts.append(f'<text x="{LEFT + 42}" y="{y + 4}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def panel(chart: Chart, names: list[str]) -> str:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT

    def at(point: tuple[float, float]) -> tuple[float, float]:
        x = LEFT + chart.across.share(point[0]) * (right - LEFT)
        y = bottom - chart.up.share(point[1]) * (bottom - TOP)
        return round(x, 1), round(y, 1)

    parts = [f'<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(chart.title)}</text>']
    for tick in chart.across.ticks():
        x, _ = at((tick, chart.up.low))
        parts.append(f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}" stroke="{GRID}"/>')
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{short(tick)}</text>')
    for tick in chart.up.ticks():
        _, y = at((chart.across.low, tick))
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{right}" y2="{y}" stroke="{GRID}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{short(tick)}</text>')
    middle, centre = (LEFT + right) / 2, (TOP + bottom) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(chart.across.label)}</text>')
    parts.append(
        f'<text transform="translate(16 {centre}) rotate(-90)" text-anchor="middle">{escape(chart.up.label)}</text>'
    )
    for name, points in chart.series.items():
        parts.append(line([at(point) for point in points], names.index(name)))
    return "\n".join(parts)


def line(points: list[tuple[float, float]], place: int) -> str:
    colour, dash = COLOURS[place % len(COLOURS)], DASHES[place % len(DASHES)]
    joined = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points)
    return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>{dots}'


def short(number: float) -> str:
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if number >= size:
            return f"{number / size:g}{unit}"
    return f"{number:g}"
