"""The results file, and the tables made of it in docs/benchmarks.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality.published import NOT_RUN, PUBLISHED

BEGIN, END = "<!-- quality: written by make bench-quality -->", "<!-- quality: end -->"
_LOWER = {"false_refusals", "wrong_answer", "errors"}


def merge(path: Path, name: str, found: Mapping[str, Any]) -> None:
    """Put what was found on one set into the results file; the other sets' stay."""
    every = json.loads(path.read_text("utf-8")) if path.exists() else {}
    every[name] = found
    ordered = {each: every[each] for each in sorted(every)}
    draft = path.with_suffix(".part")
    draft.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)


def refresh(page: Path, results: Path) -> None:
    """Write the tables between the markers of the page, at its end where it has none."""
    every = json.loads(results.read_text("utf-8"))
    text = page.read_text("utf-8")
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n## Quality\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    body = "\n\n".join([*(_set(name, every[name]) for name in every), NOT_RUN])
    page.write_text(f"{before}{BEGIN}\n\n{body}\n\n{END}{after}", encoding="utf-8")


def _set(name: str, found: Mapping[str, Any]) -> str:
    parts = [f"### {name}", _conditions(found)]
    for table in found["tables"]:
        rows = {row["system"]: row["figures"] for row in table["rows"]}
        parts.append(_table(table["title"], rows))
    parts.extend(f"Published: {line}" for line in PUBLISHED[name])
    return "\n\n".join(parts)


def _conditions(found: Mapping[str, Any]) -> str:
    versions = ", ".join(f"{name} {each}" for name, each in found["versions"].items())
    return (
        f"{found['subset']} {found['date']}; {versions}; {found['machine']}.\n`{found['command']}`"
    )


def _table(title: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for figures in rows.values() for name in figures))
    heads = [f"{name} ↓" if name in _LOWER else name for name in names]
    lines = [_line([title, *heads]), _line(["---", *("---:" for _ in names)])]
    for system, figures in rows.items():
        lines.append(_line([system, *(_cell(figures.get(name)) for name in names)]))
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return ""
    value = _number(figure["value"])
    if figure["low"] != figure["high"]:
        value += f" ({_number(figure['low'])}–{_number(figure['high'])})"
    return f"{value}, {figure['n']}"


def _number(value: float) -> str:
    return f"{value:.3f}".removeprefix("0") if value < 1 else f"{value:.2f}"
