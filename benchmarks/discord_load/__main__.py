"""Put the Discord front under load, over real sockets to the local Discord server of the tests.

Run: .venv/bin/python -m benchmarks.discord_load burst [--questions 300] [--against CHECKOUT]
     .venv/bin/python -m benchmarks.discord_load sustained [--minutes 30] [--speed 10] [--against CHECKOUT]
burst: the shipped process over the starter library; everybody asks at once, some by slash command in the midst of it.
sustained: the whole front with an engine that costs nothing, minutes at Discord's ceiling with every clock sped up alike.
--against measures another checkout too, on the same machine in the same run, and prints ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.discord_load import burst
from benchmarks.discord_load.measures import compared, provenance


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured, with its provenance; 1 when something was lost, doubled or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    one = kinds.add_parser("burst")
    one.add_argument("--questions", type=int, default=300)
    one.add_argument("--slashes", type=int, default=20)
    one.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="of the environment"
    )
    one.add_argument("--against", type=Path, help="another checkout, measured first")
    options = parser.parse_args(arguments)
    print(provenance())
    return asyncio.run(_burst(options))


async def _burst(options: argparse.Namespace) -> int:
    environment = dict(one.partition("=")[::2] for one in options.set)
    print(
        f"burst: {options.questions} mentions and {options.slashes} slash questions by as many people in"
        f" {burst.CHANNELS} channels (threads), starter library, {environment or 'default settings'}"
    )
    figures, failed = [], False
    for checkout in [options.against, None] if options.against else [None]:
        plan = burst.Plan(options.questions, options.slashes, checkout, environment)
        print(f"{checkout or 'this checkout'}:", flush=True)
        measured, wrong = await burst.measure(plan)
        figures.append(measured)
        _report(measured, wrong)
        failed = failed or bool(wrong)
    if len(figures) == 2:
        print(compared(*figures))
    return int(failed)


def _report(measured: dict[str, float], wrong: list[str]) -> None:
    for name, value in measured.items():
        print(f"{name:<44} {value:9.2f}")
    print("\n".join(wrong[:30]) if wrong else "none lost, none doubled, no errors, no pings")


if __name__ == "__main__":
    sys.exit(main())
