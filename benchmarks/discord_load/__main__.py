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

from benchmarks.discord_load import burst, sustained
from benchmarks.discord_load.measures import compared, provenance


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured, with its provenance; 1 when something was lost, doubled or refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    one, other = kinds.add_parser("burst"), kinds.add_parser("sustained")
    one.add_argument("--questions", type=int, default=300)
    one.add_argument("--slashes", type=int, default=20)
    other.add_argument("--minutes", type=float, default=30, help="simulated")
    other.add_argument("--speed", type=float, default=5, help="simulated seconds in a real one")
    other.add_argument("--rate", type=float, default=20, help="questions a simulated second")
    for each in (one, other):
        each.add_argument(
            "--set", action="append", default=[], metavar="NAME=VALUE", help="of the environment"
        )
        each.add_argument("--against", type=Path, help="another checkout, measured first")
    options = parser.parse_args(arguments)
    print(provenance())
    environment = dict(each.partition("=")[::2] for each in options.set)
    print(f"{_what(options)}, {environment or 'default settings'}")
    return asyncio.run(_measure(options, environment))


def _what(options: argparse.Namespace) -> str:
    if options.kind == "burst":
        return (
            f"burst: {options.questions} mentions and {options.slashes} slash questions by as many people in"
            f" {burst.CHANNELS} channels (threads), starter library"
        )
    return (
        f"sustained: {options.minutes:g} simulated minutes in {options.minutes / options.speed:g},"
        f" {options.rate:g} questions a simulated second by {sustained.GUILDS * sustained.PEOPLE} people in"
        f" {sustained.GUILDS} guilds of {sustained.CHANNELS} channels, half of the guilds with threads, canned engine"
    )


async def _measure(options: argparse.Namespace, environment: dict[str, str]) -> int:
    figures, failed = [], False
    for checkout in [options.against, None] if options.against else [None]:
        print(f"{checkout or 'this checkout'}:", flush=True)
        if options.kind == "burst":
            measured, wrong = await burst.measure(
                burst.Plan(options.questions, options.slashes, checkout, environment)
            )
        else:
            measured, wrong = await sustained.measure(
                sustained.Plan(options.minutes, options.speed, options.rate, checkout, environment)
            )
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
