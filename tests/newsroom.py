"""Libraries of invented and of starter articles, for whole questions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from filelock import FileLock

from retrieval.adapters.onnx import bundled
from retrieval.library import Library
from retrieval.ports import Embedder
from retrieval.types import Abstention, Answer, Filters, Reply, Turn
from tests.conftest import ROOT
from tests.index.stories import add, article

FERRY = article(
    "ferry",
    "LUNDE - The ferry Selma Rose ran aground in thick fog on the evening of 2 March 2019. "
    "Eighty passengers were brought ashore in two lifeboats, and nobody was hurt.\n\n"
    "Captain Ida Holm had commanded the ship for eleven years. She said that the radar had failed "
    "shortly before the accident. The repair of the hull cost $4 million and took five weeks.\n\n"
    "The harbour board closed the northern channel until June. Its chairman, Olav Brekke, called "
    "the fog the worst in a generation. He wants a second radar on the pier.",
    title="Ferry runs aground off Lunde",
    outlet="Fjord Courier",
    authors=("Signe Aas",),
    published="2019-03-04",
)
STRIKE = article(
    "strike",
    "The crane drivers of Lunde walked out on 7 May 2020 for three reasons.\n\n"
    "First, the night shift had grown from eight hours to eleven. Ships were longer than before, "
    "the port said.\n\n"
    "Second, the new cranes came without heated cabins. A driver had fallen ill in February.\n\n"
    "Third, nobody had been asked about either. The port paper printed the plan one day before.\n\n"
    "Helga Sund, the director of the port, took back the night shift after nine days.",
    title="Why the crane drivers of Lunde stopped work",
    outlet="Harbour Weekly",
    authors=("Tom Riis", "Ana Mota"),
    published="2020-05",
)
ENVOYS = article(
    "envoys",
    "Norway expelled three Danish trade envoys on 14 June 2018. The foreign ministry in Oslo said "
    "that they had copied lists of fishing licences. Denmark did not answer in kind.\n\n"
    "The ambassador to Belgium was not told before the others, the ministry admitted.",
    title="Three envoys sent home",
    outlet="North Sea Dispatch",
    published="2018-06-15",
)
TANKS = article(
    "tanks",
    "Russian tanks rolled into the village of Orlevka on 9 April 2003 because a bridge on the main "
    "road had collapsed. They stayed for nine days. The villagers sold the crews milk.\n\n"
    "In the autumn Moscow banned the cheese of the village, since a laboratory had found mould.",
    title="Nine days in Orlevka",
    outlet="North Sea Dispatch",
    authors=("Pavel Orlov",),
    published="2004-04-09",
)
LIGHTHOUSE = article(
    "lighthouse",
    "The lighthouse of Skarv was built in 1874 by the engineer Karl Nyman. Its lamp can be seen "
    "from a distance of thirty kilometres. The keeper left in 1961, when a motor took his place.",
    title="Notes on the lighthouse of Skarv",
)
BEES = article(
    "bees",
    "I spent the winter of 2020 with the beekeepers of Hvalvik. My bees died in January, but those "
    "of my neighbours lived on sugar from the dairy.",
    title="A winter among the beekeepers",
    outlet="Fjord Courier",
    authors=("Maja Steen",),
    published="2021-08-20",
)
_BOTTLE = (
    "A bottle with a letter from 1911 was found on the beach of Tarn on Sunday. The letter was "
    "written by a ship's cook, who asked the finder to greet his sister in Hull. "
)
BOTTLE = article(
    "bottle",
    _BOTTLE + "The museum of Tarn will show it next spring.",
    title="Letter in a bottle",
    outlet="Fjord Courier",
    published="2021-02-01",
)
BOTTLE_AGAIN = article(
    "bottle-again",
    _BOTTLE + "The museum of Tarn will show it next summer.",
    title="Old letter washed ashore",
    outlet="Harbour Weekly",
    published="2021-02-02",
)
ARTICLES = (FERRY, STRIKE, ENVOYS, TANKS, LIGHTHOUSE, BEES, BOTTLE, BOTTLE_AGAIN)
STARTERS = (
    "lavrov-announces-suspension",
    "nato-information-office-moscow",
    "nato-withdraws-eight-accreditations",
)


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The bundled one, whose model is loaded once for both libraries."""
    return bundled()


@contextmanager
def opened(home: Path) -> Iterator[Library]:
    """One worker at a time may build what is missing."""
    with FileLock(f"{home}.lock"), Library.open(home, embedder=embedder()) as library:
        yield library


@contextmanager
def invented(shared: Path) -> Iterator[Library]:
    """The invented articles; built once by whoever comes first."""
    with opened(shared / "invented") as library:
        add(library.catalogue, ARTICLES, embedder())
    with Library.open(shared / "invented", create=False, embedder=embedder()) as library:
        yield library


@contextmanager
def starter(shared: Path) -> Iterator[Library]:
    """Some of the articles in corpus/."""
    with opened(shared / "starter") as library:
        library.add([ROOT / "corpus" / f"{key}.md" for key in STARTERS])
    with Library.open(shared / "starter", create=False, embedder=embedder()) as library:
        yield library


def ask(
    library: Library, question: str, turns: Sequence[Turn] = (), filters: Filters | None = None
) -> Reply:
    return asyncio.run(library.engine.answer(question, turns=turns, filters=filters))


def answered(library: Library, question: str, turns: Sequence[Turn] = ()) -> Answer:
    reply = ask(library, question, turns)
    assert isinstance(reply, Answer), reply
    return reply


def refused(library: Library, question: str, turns: Sequence[Turn] = ()) -> Abstention:
    reply = ask(library, question, turns)
    assert isinstance(reply, Abstention), reply.text
    return reply
