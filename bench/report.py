"""Writes the tables of docs/benchmarks.md and the plots beside it, from what `make bench` measured.

    python3 report.py FOLDER

FOLDER holds `speed.json`, `retrieval.json` (our own sets), `held-back.json` (their halves that nothing was
fitted on), `data.json` (a set that was given), `peers.json` and `python.json`, as the programs print them. What is missing
keeps the table it had.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

from chart import Axis, Chart, drawing, spanning

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "benchmarks.md"
PLOTS = DOCS / "plots"
# Busy cores of a machine on which no other work runs.
QUIET = 0.2
CATEGORIES = ("multi-hop", "temporal", "open-domain", "single-hop")


def main() -> None:
    folder = Path(sys.argv[1])
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
    for name, measured in read.items():
        if measured.get("debug_build"):
            sys.exit(f"{name}.json comes from a debug build; measure with the release build")
    page = PAGE.read_text(encoding="utf-8")
    for source, section, table in (
        ("speed", "machine", machine),
        ("speed", "speed", speed),
        ("speed", "goals", goals),
        ("retrieval", "own sets", sets),
        ("held-back", "own sets held back", sets),
        ("retrieval", "own sets by category", by_category),
        ("retrieval", "own sets thresholds", thresholds),
        ("data", "given set", sets),
        ("data", "given set by category", by_category),
        ("data", "given set thresholds", thresholds),
        ("peers", "speed beside peers", peers_speed),
        ("peers", "recall beside peers", peers_recall),
        ("python", "python", python_package),
        ("python", "python goals", goals),
    ):
        if source in read:
            page = replaced(page, section, table, read[source])
    PAGE.write_text(page, encoding="utf-8")
    PLOTS.mkdir(exist_ok=True)
    plot("latency-size.svg", latency, read)
    plot("recall-tokens.svg", recall, read)


def replaced(page: str, section: str, table: Callable[[dict], str], measured: dict) -> str:
    """The page with the lines between a section's two marks replaced."""
    begin, end = f"<!-- begin: {section} -->", f"<!-- end: {section} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        sys.exit(f"docs/benchmarks.md has no marks of the section {section!r}")
    body = f"{begin}\n{table(measured)}\n{end}"
    return pattern.sub(lambda _: body, page)


def rows(headings: list[str], cells: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# Tables


def machine(measured: dict) -> str:
    here = measured["machine"]
    memory = f", {here['memory_bytes'] / 1e9:.0f} GB" if here["memory_bytes"] else ""
    return (
        f"{here['cores']} cores, {here['processor'] or 'unknown processor'}{memory}, {here['system']} "
        f"{here['architecture']}. {busy(here['busy_cores_before'])}"
    )


def busy(cores: float | None) -> str:
    """Whether the machine had other work when it began to be measured."""
    if cores is None:
        return "Whether other work ran on it is not known."
    if cores < QUIET:
        return "No other work ran on it."
    return f"**Other work kept {cores:.1f} of its cores busy: times are upper bounds.**"


def speed(measured: dict) -> str:
    headings = ["memories", "layout", "import", "open", "first search", "cold scope p95"]
    headings += ["search p50 / p95 / p99", "1 caller", "16 callers", "add p50 / p95", "RSS", "disk"]
    cells = []
    for row in measured["sizes"]:
        search, add, through = row["search"], row["add"], row["throughput"]
        cells.append(
            [
                f"{row['memories']:,}",
                row["layout"],
                f"{row['import_per_second']:,.0f}/s" if row["import_per_second"] else "–",
                f"{row['open_ms']:.1f} ms",
                f"{row['first_search_ms']:.0f} ms",
                f"{row['cold']['p95_ms']:.2f} ms" if row["cold"] else "–",
                f"{search['p50_ms']:.2f} / {search['p95_ms']:.2f} / {search['p99_ms']:.2f} ms",
                f"{through['1']['per_second']:,.0f}/s",
                f"{through['16']['per_second']:,.0f}/s (× {through['ratio']:.2f})",
                f"{add['p50_ms']:.2f} / {add['p95_ms']:.2f} ms",
                f"{row['resident_bytes'] / 1e6:.0f} MB" if row["resident_bytes"] else "–",
                f"{row['disk_bytes'] / 1e6:.0f} MB",
            ]
        )
    return rows(headings, cells)


def goals(measured: dict) -> str:
    cells = [
        [
            goal["what"],
            f"{'≥' if goal['at_least'] else '≤'} {goal['goal']:,.10g} {goal['unit']}",
            f"{goal['value']:,.2f} {goal['unit']}",
            "yes" if goal["met"] else "**no**",
        ]
        for goal in measured["goals"]
    ]
    return rows(["figure", "goal", "measured", "met"], cells)


def figures(recall: dict) -> list[str]:
    any_of, all_of, tokens = recall["any"], recall["all"], recall["tokens"]
    shares = [recall["hit@1"], any_of["5"], any_of["10"], any_of["20"], all_of["5"], all_of["10"], all_of["20"]]
    return [str(recall["questions"]), *(f"{share:.1f}" for share in shares), f"{recall['mrr']:.3f}", f"{tokens['10']:.0f}"]


HEADINGS = ["n", "hit@1", "any@5", "any@10", "any@20", "all@5", "all@10", "all@20", "MRR", "tokens at 10"]


def sets(measured: dict) -> str:
    cells = []
    for one in measured["sets"]:
        cells.append([one["set"], *figures(one["overall"])])
        if one["corrected_labels"]:
            cells.append([f"{one['set']}, corrected labels", *figures(one["corrected_labels"])])
    return rows(["set", *HEADINGS], cells)


def by_category(measured: dict) -> str:
    cells = [
        [one["set"], category, *figures(one["by_category"][category])]
        for one in measured["sets"]
        for category in CATEGORIES
        if one["by_category"][category]["questions"]
    ]
    return rows(["set", "questions", *HEADINGS], cells)


def thresholds(measured: dict) -> str:
    headings = ["set", "AUC", "threshold", "answerable answered", "right memory shown", "precision", "unanswerable silenced"]
    cells = []
    for one in measured["sets"]:
        area = one["abstention"]["auc"]
        for cut in one["abstention"]["curve"]:
            if area is not None and cut["threshold"] in (0.3, 0.5, 0.7):
                shares = [cut[name] for name in ("answered", "recall", "precision", "silenced")]
                first = cut["threshold"] == 0.3
                named = [one["set"], f"{area:.3f}"] if first else ["", ""]
                cells.append([*named, f"{cut['threshold']}", *(f"{share:.1f}" for share in shares)])
    return rows(headings, cells)


def peers_speed(measured: dict) -> str:
    cells = []
    for row in measured["speed"]:
        add, search, times = row["add"], row["search"], row["times_ours"]
        cells.append(
            [
                f"{row['memories']:,}",
                row["name"],
                f"{search['p50_ms']:.2f} / {search['p95_ms']:.2f} ms",
                f"{times['search_p50']:g} ×",
                f"{add['p50_ms']:.2f} / {add['p95_ms']:.2f} ms",
                f"{times['add_p50']:g} ×",
            ]
        )
    table = rows(["memories", "", "search p50 / p95", "of ours", "add p50 / p95", "of ours"], cells)
    return f"{table}\n\n{busy(measured['busy_cores_before'])}"


def peers_recall(measured: dict) -> str:
    cells = [[row["set"], row["name"], row["form"], *figures(row["figures"])] for row in measured["recall"]]
    return rows(["set", "", "memories", *HEADINGS], cells)


def python_package(measured: dict) -> str:
    names = {row["key"]: row["name"] for size in measured["sizes"] for row in size["rows"]}
    start = [
        [
            names.get(name, name),
            f"{measured['import'][name]['median_ms']:,.1f} ms" if name in measured["import"] else "as above",
            f"{times['median_ms']:,.1f} ms",
        ]
        for name, times in measured["first add"].items()
    ]
    cells = []
    for size in measured["sizes"]:
        first = size["rows"][0]
        for row in size["rows"]:
            add, search = row["add"], row["search"]
            cells.append(
                [
                    f"{size['memories']:,}",
                    row["name"],
                    f"{search['p50_ms']:.2f} / {search['p95_ms']:.2f} ms",
                    f"{search['p50_ms'] / first['search']['p50_ms']:.1f} ×",
                    f"{add['p50_ms']:.2f} / {add['p95_ms']:.2f} ms",
                    f"{add['p50_ms'] / first['add']['p50_ms']:.1f} ×",
                    f"{(row['resident_bytes'] - row['bare_bytes']) / 1e6:.0f} MB" if row["resident_bytes"] else "–",
                ]
            )
    runs = next(iter(measured["import"].values()))["runs"]
    tables = (
        rows(["", "import", "import, open and add one"], start),
        rows(["memories", "", "search p50 / p95", "of ours", "add p50 / p95", "of ours", "memory"], cells),
        f"CPython {measured['python']}; medians of {runs} fresh processes for the first table. "
        f"{busy(measured['busy_cores_before'])}",
    )
    return "\n\n".join(tables)


# Plots


def plot(name: str, draw: Callable[[dict], list[Chart]], read: dict) -> None:
    charts = draw(read)
    if charts:
        (PLOTS / name).write_text(drawing(charts), encoding="utf-8")


def latency(read: dict) -> list[Chart]:
    """How long a search takes against how much is remembered."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in read.get("speed", {}).get("sizes", []):
        for figure in ("p50", "p95"):
            name = f"ours, {row['layout']}, {figure}"
            series.setdefault(name, []).append((row["memories"], row["search"][f"{figure}_ms"]))
    for row in read.get("peers", {}).get("speed", []):
        if row["name"] != "ours":
            series.setdefault(f"{row['name']}, p50", []).append((row["memories"], row["search"]["p50_ms"]))
    points = [point for line in series.values() for point in line]
    if len({size for size, _ in points}) < 2:
        return []
    across = spanning("memories", [size for size, _ in points], logarithmic=True)
    up = spanning("milliseconds for a search", [time for _, time in points], logarithmic=True)
    return [Chart("Search time against size", across, up, series)]


def recall(read: dict) -> list[Chart]:
    """How much of the evidence comes back against what it costs to read, set by set."""
    by_set: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for row in read.get("peers", {}).get("recall", []):
        pasted = ", speaker and date pasted in" if "pasted" in row["form"] and "BM25" not in row["name"] else ""
        found = row["figures"]
        line = [(tokens, found["all"][depth]) for depth, tokens in found["tokens"].items()]
        by_set.setdefault(row["set"], {})[row["name"] + pasted] = line
    charts = []
    for name, series in by_set.items():
        tokens = [point[0] for line in series.values() for point in line]
        across = spanning("tokens returned (k = 5, 10, 20, 50)", tokens, logarithmic=True)
        charts.append(Chart(name, across, Axis("all evidence found, %", 0, 100), series))
    return charts


if __name__ == "__main__":
    main()
