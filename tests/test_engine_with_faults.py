"""Whatever goes wrong at a model's server, the question is answered, and the reply says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.adapters.openai_chat import OpenAIChat
from retrieval.adapters.waits import Timeouts
from retrieval.answer.compose import EXTRACTIVE
from retrieval.library import Library
from retrieval.types import Answer
from tests import newsroom
from tests.model.fault_server import FAULTS, FaultServer, running

SECRET = "sk-test-secret"
BOATS = "How many passengers were brought ashore?"
CARRIED = "Eighty passengers were brought ashore [1]."
# What a server may do and still answer.
WELL = {
    "ok", "no-usage", "refuses-usage", "refuses-usage-422", "refuses-max-tokens",
    "refuses-new-name", "refuses-temperature", "told", "tool-finish",
}  # fmt: skip


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with newsroom.invented(shared) as library:
        return library.home


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as served:
        served.reply = CARRIED
        yield served


def answered(home: Path, fault: str, url: str) -> Answer:
    waits = Timeouts(connect=5, first=0.3, between=0.3, whole=5)
    model = OpenAIChat(fault, api_key=SECRET, base_url=url, timeouts=waits)
    embedder = newsroom.embedder()
    with Library.open(home, create=False, embedder=embedder, model=model) as library:
        return newsroom.answered(library, BOATS)


@pytest.mark.parametrize("fault", sorted(set(FAULTS) - WELL - {"forever", "pause"}))
def test_a_fault_leaves_an_answer_that_says_in_one_line_what_happened(
    home: Path, server: FaultServer, fault: str
) -> None:
    reply = answered(home, fault, server.url)

    assert reply.model == EXTRACTIVE
    assert reply.sentences[0].text == "Eighty."
    (notice,) = reply.notices
    assert notice.endswith("The answer is quoted instead.")
    assert "\n" not in notice
    assert SECRET not in notice
    assert len(server.requests) <= 2  # retries are the guard's; a dialect may be learnt once


@pytest.mark.parametrize("fault", sorted(WELL - {"tool-finish"}))
def test_what_a_server_may_do_leaves_the_models_answer(
    home: Path, server: FaultServer, fault: str
) -> None:
    reply = answered(home, fault, server.url)
    assert reply.sentences[0].text == "Eighty passengers were brought ashore."
    assert (reply.model, reply.notices) == (fault, ())


def test_a_server_that_is_not_there_is_named_and_no_other_is_asked(home: Path) -> None:
    reply = answered(home, "ok", "http://127.0.0.1:9/v1")
    (notice,) = reply.notices
    assert "127.0.0.1:9" in notice
    assert "openai.com" not in notice


def test_what_was_shown_before_a_silence_stays(home: Path, server: FaultServer) -> None:
    reply = answered(home, "pause", server.url)
    assert reply.sentences[0].text == "Eighty passengers were brought ashore."
    assert reply.model == "pause"
    assert reply.notices[0].endswith("What follows it is quoted.")


def test_an_endless_answer_is_ended(home: Path, server: FaultServer) -> None:
    server.reply = "and "
    reply = answered(home, "forever", server.url)
    assert reply.sentences[0].text == "Eighty."
    assert server.gone.wait(10)
