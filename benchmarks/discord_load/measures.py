"""What both loads count and print: percentiles, processor time, provenance, ratios."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def processor_seconds(pid: int) -> float:
    """User and system time that a process has spent, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory(pid: int | str = "self", *, kind: str = "VmRSS") -> float:
    """Resident MiB of a process; VmHWM is the most that it ever had."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    line = next(one for one in lines if one.startswith(kind))
    return int(line.split()[1]) / 1024


def size_of(folder: Path, pattern: str) -> float:
    """MiB of the files in a folder that match."""
    return sum(one.stat().st_size for one in folder.glob(pattern)) / 2**20


def provenance() -> str:
    """Versions, date and machine."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("discord.py", "aiohttp"))
    return (
        f"Dateline {version('dateline')}, {packages}, SQLite {sqlite3.sqlite_version}\n"
        f"{datetime.now(UTC):%Y-%m-%d} Python {platform.python_version()}, {os.cpu_count()} cores,"
        f" load {os.getloadavg()[0]:.1f}"
    )


def compared(before: Mapping[str, float], after: Mapping[str, float]) -> str:
    """One line a figure that both have: before, after, ratio."""
    lines = []
    for name in before:
        if name in after and before[name]:
            old, new = before[name], after[name]
            lines.append(f"{name:<44} {old:9.2f} {new:9.2f}  x {new / old:.2f}")
    return "\n".join(lines)
