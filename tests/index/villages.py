"""Article files about villages, in versions that give different answers to one question."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

from retrieval.library import Library
from retrieval.types import Answer, Reply
from tests.conftest import ROOT
from tests.fakes.embedder import HashEmbedder
from tests.index.whole import states

MAYORS = ("Ida Holm", "Ola Berg")  # by version
REPORTED = re.compile(r"^(added|updated|removed) ([\w-]+)", re.MULTILINE)


def write(folder: Path, count: int, *, version: int = 0) -> Path:
    """`count` files and no others; every fifth is long enough for several chunks."""
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for number in range(count):
        (folder / f"{key(number)}.md").write_text(page(number, version), encoding="utf-8")
    return folder


def key(number: int) -> str:
    return f"village-{number:02d}"


def page(number: int, version: int) -> str:
    front = f"title: News from Lunde{number}\noutlet: Gazette {number % 4}\ndate: 2021-10-18"
    first = (
        f"The mayor {MAYORS[version]} opened the bridge of Lunde{number} on 3 May {1900 + number}. "
        f"In version {version} of the report {number + 2} people came."
    )
    more = [
        f"The mill number {number * 31 + part} of Lunde{number} was sold for {part + 3} crowns. "
        f"Its {part + 2} sails turned in version {version}, and the baker paid the bill at once."
        for part in range(7 if number % 5 == 0 else 1)
    ]
    return f"---\n{front}\n---\n\n" + "\n\n".join([first, *more]) + "\n"


def add(home: Path, folder: Path, *, prune: bool = False) -> dict[str, str]:
    """Add them in this process, undisturbed; the states of the library's articles."""
    with Library.open(home, embedder=HashEmbedder()) as library:
        library.add([folder], prune=prune)
    return states(home)


def asked(library: Library, number: int) -> Reply:
    return asyncio.run(library.engine.answer(f"Who opened the bridge of Lunde{number}?"))


def quoted(reply: Reply, number: int) -> str:
    """The sentence that a reply quotes about the bridge."""
    assert isinstance(reply, Answer), reply
    quotes = [each.quote for each in reply.citations if each.article.key == key(number)]
    (found,) = [quote for quote in quotes if f"bridge of Lunde{number}" in quote]
    return found


def who_opened(library: Library, number: int) -> str:
    """The mayor whom the library names, quoted word by word from the article as it is stored."""
    quote = quoted(asked(library, number), number)
    assert quote in library.article(key(number)).text
    (named,) = [mayor for mayor in MAYORS if mayor in quote]
    return named


def start(
    *arguments: str, home: Path, module: str = "tests.index.program", **settings: str
) -> subprocess.Popen[str]:
    """`dateline ARGUMENTS` in a process of its own; by default with the embedder of the tests."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments, "--home", str(home)],
        cwd=home.parent,
        env={**environment, "PYTHONPATH": str(ROOT), **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    *arguments: str, home: Path, module: str = "tests.index.program", **settings: str
) -> tuple[str, str]:
    """Run it to its end; what it printed on standard output and on standard error."""
    process = start(*arguments, home=home, module=module, **settings)
    out, err = process.communicate()
    assert process.returncode == 0, err
    return out, err
