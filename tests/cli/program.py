"""The command line over the fake library, as a program of its own."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from bot import settings
from bot.cli.main import main
from bot.cli.session import Front
from bot.links import fetch
from tests.fakes.front import judge, no_discord
from tests.fakes.library import FakeLibrary

if __name__ == "__main__":
    home, *arguments = sys.argv[1:]
    library = FakeLibrary()
    front = Front(
        load_settings=lambda given: settings.load(home=given or Path(home)),
        open_library=lambda *unused, **options: library,
        open_model=lambda settings, name: judge(name),
        starter_corpus=lambda: Path(home) / "starter",
        fetch=partial(fetch, loopback=True),
        run_discord=no_discord,
        check_discord=no_discord,
    )
    sys.exit(main(arguments, front=front))
