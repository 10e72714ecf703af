"""How notebooks show results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["table"]

#: Rows that are shown; notebooks keep what they show.
MOST_ROWS = 100

_CELL = "text-align:left;vertical-align:top;max-width:40em"


def table(results: Mapping[str, Any]) -> str:
    """Memories as an HTML table: what, how near, when. Everything in it is escaped."""
    memories: Sequence[Any] = results.get("results") or []
    columns = [column for column in _COLUMNS if any(_value(memory, column) for memory in memories)]
    if not columns:
        return f"<p><em>0 memories</em></p>{_relations(results)}"
    head = "".join(f"<th style='{_CELL}'>{column}</th>" for column in columns)
    rows = "".join(
        "<tr>"
        + "".join(f"<td style='{_CELL}'>{escape(_value(memory, column))}</td>" for column in columns)
        + "</tr>"
        for memory in memories[:MOST_ROWS]
    )
    left_out = len(memories) - MOST_ROWS
    more = f"<p><em>and {left_out} more</em></p>" if left_out > 0 else ""
    body = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return f"{body}{more}{_relations(results)}"


_COLUMNS = ("event", "memory", "score", "when")


def _value(memory: Any, column: str) -> str:
    if not isinstance(memory, Mapping):
        return str(memory) if column == "memory" else ""
    if column == "score":
        score = memory.get("score")
        return f"{score:.2f}" if isinstance(score, (int, float)) else ""
    if column == "when":
        moment = memory.get("occurred_at") or memory.get("updated_at") or memory.get("created_at") or ""
        return str(moment)[:16].replace("T", " ")
    value = memory.get(column)
    return "" if value is None else str(value)


def _relations(results: Mapping[str, Any]) -> str:
    relations = results.get("relations")
    if not isinstance(relations, list) or not relations:
        return ""
    rows = "".join(f"<li>{escape(_relation(relation))}</li>" for relation in relations[:MOST_ROWS])
    return f"<ul>{rows}</ul>"


def _relation(relation: Any) -> str:
    if not isinstance(relation, Mapping):
        return str(relation)
    end = relation.get("destination") or relation.get("target") or ""
    return f"{relation.get('source', '')} — {relation.get('relationship', '')} → {end}"
