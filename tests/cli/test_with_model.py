"""The command line with a model: real processes, and a real server on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.main import main
from retrieval.model.spending import FILE_NAME, Ledger
from tests.cli.test_schemas import check
from tests.conftest import ROOT
from tests.model.fault_server import FaultServer, running

ARTICLE = ROOT / "corpus" / "what-remained.md"
QUESTION = "Who made the first call on the secure connection to General Gerasimov?"
CARRIED = "General Knud Bartels made the first call to General Valery Gerasimov [1]."
SECRET = "sk-test-secret"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    assert main(["add", str(ARTICLE), "--home", str(folder)]) == 0
    return folder


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with running() as served:
        served.reply = CARRIED
        yield served


def environment(server: FaultServer, model: str, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATELINE_MODEL": model,
        "OPENAI_BASE_URL": server.url,
        "OPENAI_API_KEY": SECRET,
        "PYTHONPATH": str(ROOT),
        **more,
    }


def dateline(home: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli.main", *arguments, "--home", str(home)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


def test_the_model_writes_and_the_json_tells_what_it_cost(home: Path, server: FaultServer) -> None:
    done = dateline(home, environment(server, "ok"), "ask", QUESTION, "--json")
    assert done.returncode == 0, done.stderr
    reply = json.loads(done.stdout)
    check(reply, "ask")
    assert reply["model"] == "ok"
    assert reply["sentences"][0]["text"] == CARRIED.replace(" [1]", "")
    assert "General Knud Bartels, made the first call" in reply["citations"][0]["quote"]
    assert reply["usage"]["completion_tokens"] == 7
    assert reply["usage"]["cost"] == 0
    assert len(reply["prompts"]) == 12


def test_a_wrong_key_is_one_note_beside_the_quoted_answer(home: Path, server: FaultServer) -> None:
    done = dateline(home, environment(server, "401"), "ask", QUESTION)
    assert done.returncode == 0
    assert "Knud Bartels" in done.stdout
    (note,) = [line for line in done.stderr.splitlines() if line.strip()]
    assert note.startswith("note: ")
    assert "401" in note or "key" in note
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATELINE_MODEL", "antropic:claude", "Did you mean anthropic:claude?"),
        ("DATELINE_MODEL", "anthropic:claude", "pip install langchain-anthropic"),
        ("DATELINE_PROMPTS", "/no/such/folder", "is no folder"),
        ("DATELINE_PRICES", "/no/such/file.toml", "/no/such/file.toml"),
        ("OPENAI_BASE_URL", "ftp://somewhere", "OPENAI_BASE_URL cannot be used"),
        ("DATELINE_DAILY_BUDGET", "much", "DATELINE_DAILY_BUDGET ('much') cannot be used"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_line_and_code_2(
    home: Path, server: FaultServer, name: str, value: str, said: str
) -> None:
    env = environment(server, "ok", **{name: value})
    if "antropic" in value:
        env.pop("OPENAI_BASE_URL")
    done = dateline(home, env, "ask", QUESTION)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert said in line
    assert server.requests == []


def test_the_budget_is_held_by_the_next_process_too(
    home: Path, server: FaultServer, tmp_path: Path
) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text(
        'currency = "USD"\n[models]\nok = { prompt = 1.0, completion = 2.0 }\n', encoding="utf-8"
    )
    env = environment(server, "ok", DATELINE_PRICES=str(prices), DATELINE_DAILY_BUDGET="0.0030")
    first = json.loads(dateline(home, env, "ask", QUESTION, "--json").stdout)
    assert first["model"] == "ok"
    assert first["usage"]["cost"] > 0
    replies = [first]
    while len(replies) < 12 and replies[-1]["model"] == "ok":
        replies.append(json.loads(dateline(home, env, "ask", QUESTION, "--json").stdout))
    last = replies[-1]
    assert last["model"] == "extractive"
    assert "DATELINE_DAILY_BUDGET" in last["notices"][0]
    spent = sum(reply["usage"]["cost"] for reply in replies[:-1])
    assert spent <= 0.003
    told = json.loads(dateline(home, env, "costs", "--json").stdout)
    check(told, "costs")
    assert (told["currency"], told["daily_budget"]) == ("USD", 0.003)
    (day,) = told["days"]
    assert day["spent"] == pytest.approx(spent)
    assert day["calls"] == len(replies) - 1
    table = dateline(home, env, "costs").stdout.splitlines()
    assert table[0].split("\t") == ["day", "calls", "prompt tokens", "answer tokens", "USD"]
    assert len(table) == 2


def test_an_evaluation_is_paid_from_the_homes_book_wherever_its_articles_are(
    home: Path, server: FaultServer, tmp_path: Path
) -> None:
    prices = tmp_path / "prices.toml"
    prices.write_text("[models]\nok = { prompt = 1.0, completion = 2.0 }\n", encoding="utf-8")
    case = {"id": "a", "question": QUESTION, "answerable": True, "facts": [["Knud Bartels"]]}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(case), encoding="utf-8")
    place = tmp_path / "home"
    spent = []
    for articles, budget in (("--corpus", "1"), ("--library", "1"), ("--corpus", "0")):
        env = environment(server, "ok", DATELINE_PRICES=str(prices), DATELINE_DAILY_BUDGET=budget)
        where = str(home if articles == "--library" else ARTICLE)
        done = dateline(place, env, "eval", str(gold), articles, where)
        assert done.returncode == 0, done.stderr
        (day,) = Ledger(place / FILE_NAME).days()
        spent.append((day.calls, day.spent))
    (one, cost), (two, more), last = spent
    assert 0 < one < two
    assert 0 < cost < more
    assert last == (two, more)


def test_without_a_model_there_are_no_costs(tmp_path: Path, server: FaultServer) -> None:
    done = dateline(tmp_path, environment(server, "ok"), "costs")
    assert (done.returncode, done.stdout) == (0, "")
    assert "No model has been asked" in done.stderr


def test_vectors_of_a_server_serve_the_whole_program(tmp_path: Path, server: FaultServer) -> None:
    env = environment(server, "ok", DATELINE_EMBEDDER="openai:vectors")
    added = dateline(tmp_path, env, "add", str(ARTICLE))
    assert added.returncode == 0, added.stderr
    reply = json.loads(dateline(tmp_path, env, "ask", QUESTION, "--json").stdout)
    assert reply["sentences"][0]["text"] == CARRIED.replace(" [1]", "")
    other = dateline(tmp_path, environment(server, "ok"), "ask", QUESTION)
    assert other.returncode == 1
    assert "embed" in other.stderr
    broken = dateline(tmp_path, env | {"DATELINE_EMBEDDER": "openai:500"}, "ask", QUESTION)
    assert broken.returncode == 1
    assert len(broken.stderr.splitlines()) == 1


def test_ctrl_c_cancels_the_request_and_keeps_what_was_shown(
    home: Path, server: FaultServer, tmp_path: Path
) -> None:
    saved = tmp_path / "talk.md"
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli.main", "chat", "--home", str(home)],
        env=environment(server, "pause", PYTHONUNBUFFERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(QUESTION + "\n")
        process.stdin.flush()
        shown = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert server.gone.wait(30)
        process.stdin.write(f"/save {saved}\n")
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait(60) == 0
    assert shown == CARRIED.replace(" [1].", ". [1]\n")
    assert "made the first call" in rest  # its source
    assert "General Knud Bartels made the first call" in saved.read_text(encoding="utf-8")
    listed = dateline(home, environment(server, "ok"), "conversations", "--json")
    assert [one["turns"] for one in json.loads(listed.stdout)] == [1]
