"""`dateline gold`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from bot.evaluation.cases import Case, Evidence, load
from bot.evaluation.gold.candidates import line
from bot.records.community.community import Community
from tests.cli.conftest import Run
from tests.cli.test_terminal import Terminal
from tests.conftest import ROOT
from tests.records.community.asked import GUILD
from tests.records.community.test_feedback import ask
from tests.records.replies import abstention

QUOTE = "Russia closed its mission to NATO in October."
CASES = [
    Case(
        id="one", question="Who closed the mission?", answerable=True, facts=(("Russia",),),
        gold_articles=("mission-closed",), evidence=(Evidence("mission-closed", QUOTE),),
        tags=("who", "candidate"),
    ),
    Case(id="two", question="Did the liaison office stop?", answerable=True,
         tags=("downvoted", "candidate")),
    Case(id="three", question="Who feeds penguins?", answerable=False, tags=("candidate",)),
]  # fmt: skip


@pytest.fixture
def candidates(tmp_path: Path, run: Run) -> Path:
    run("ask", "Russia mission?")  # the starter articles come with the first question
    path = tmp_path / "c.jsonl"
    path.write_text("".join(map(line, CASES)), encoding="utf-8")
    return path


def test_drafts_follow_the_schema_of_gold(run: Run, starter: Path) -> None:
    (starter / "ferry.md").write_text(
        "Norway expelled three Danish trade envoys on 14 June 2018. Captain Ida Holm commanded the "
        "ferry Selma Rose for eleven years.",
        encoding="utf-8",
    )
    result = run("gold", "suggest", "--count", "2")
    assert result.code == 0
    schema = json.loads((ROOT / "docs/schema/gold.schema.json").read_text(encoding="utf-8"))
    assert len(result.lines) == 2
    for value in result.lines:
        jsonschema.Draft202012Validator(schema).validate(value)
        assert "candidate" in value["tags"]
    assert run("gold", "suggest", "--count", "2").out == result.out


def test_candidates_replace_no_file(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text("mine")
    for word in ("suggest", "from-feedback"):
        result = run("gold", word, "--out", str(kept))
        assert (result.code, kept.read_text()) == (2, "mine")
        assert "exists" in result.err


def test_accepted_ones_lose_the_tag_and_a_dropped_one_stays(run: Run, candidates: Path) -> None:
    result = run("gold", "review", str(candidates), stdin="a\ns\nd\n")
    assert result.code == 0
    assert f">>{QUOTE}<<" in result.out
    assert "Nearest passages" in result.out
    (gold,) = load(candidates.with_suffix(".gold.jsonl"))
    assert (gold.id, gold.tags) == ("one", ("who",))
    assert "1 accepted into" in result.err
    assert "1 dropped, 1 left. Go on with: dateline gold review" in result.err
    again = run("gold", "review", str(candidates), stdin="")
    assert "1 of 1 · two" in again.out


def test_without_an_answer_it_is_accepted_only_after_an_edit(run: Run, candidates: Path) -> None:
    edited = "s\na\ne\nWhen did the office stop?\n\nNovember | in November ; Moscow\n{}\na\nq\n"
    wrong = run("gold", "review", str(candidates), stdin=edited.format("liaison-office: Not there"))
    assert "It says nothing of the answer." in wrong.err
    assert "liaison-office does not hold its evidence." in wrong.err
    assert not candidates.with_suffix(".gold.jsonl").exists()
    right = edited.format('liaison-office: "Staff left in November."')
    run("gold", "review", str(candidates), stdin=right)
    (gold,) = load(candidates.with_suffix(".gold.jsonl"))
    assert gold.question == "When did the office stop?"
    assert gold.facts == (("November", "in November"), ("Moscow",))
    assert gold.evidence == (Evidence("liaison-office", "Staff left in November."),)
    assert gold.gold_articles == ("liaison-office",)


def test_an_edit_is_kept_without_a_decision(run: Run, candidates: Path) -> None:
    run("gold", "review", str(candidates), stdin="e\nWho left?\nno\nq\n")
    first = load(candidates)[0]
    assert (first.question, first.answerable, first.facts) == ("Who left?", False, ())
    assert (first.evidence, first.gold_articles) == ((), ())


def test_a_decision_is_taken_back(run: Run, candidates: Path) -> None:
    result = run("gold", "review", str(candidates), stdin="u\nx\na\nu\nd\nq\n")
    assert "There is nothing to take back." in result.err
    assert "0 accepted" in result.err
    assert "1 dropped, 2 left" in result.err


def test_evidence_that_is_gone_is_said(run: Run, candidates: Path) -> None:
    run("remove", "mission-closed")
    result = run("gold", "review", str(candidates), stdin="a\n")
    assert "Evidence that no article of the library holds" in result.out
    assert "0 accepted" in result.err


@pytest.mark.parametrize(
    "words", [["review"], ["reviw", "x"], ["suggest", "x"], ["review", "no-such-file"]]
)
def test_what_is_not_understood_says_what_to_write(run: Run, words: list[str]) -> None:
    result = run("gold", *words)
    assert result.code == 2
    assert result.err.count("\n") == 1


@pytest.fixture
def community(home: Path) -> Iterator[Community]:
    community = Community(home)
    yield community
    community.close()


def test_unanswered_questions_of_all_guilds_become_candidates(
    run: Run, community: Community
) -> None:
    ask(community, "Why the ferry?", abstention("Why the ferry?"))
    ask(community, "why the ferry?", abstention("why the ferry?"), guild_id=77)
    ask(community, "Who else?", abstention("Who else?"), guild_id=77)
    result = run("gold", "from-feedback")
    assert [one["question"].lower() for one in result.lines] == ["why the ferry?", "who else?"]
    assert all("candidate" in one["tags"] for one in result.lines)
    one = run("gold", "from-feedback", "--guild", str(GUILD)).lines
    assert [value["question"] for value in one] == ["Why the ferry?"]


def test_without_records_of_discord_it_says_so(run: Run, home: Path) -> None:
    result = run("gold", "from-feedback")
    assert result.code == 2
    assert "dateline discord" in result.err
    assert not (home / "discord.sqlite3").exists()


def test_ctrl_c_at_the_terminal_loses_nothing(candidates: Path, home: Path) -> None:
    (home / "starter").mkdir()
    candidates.write_text("".join(map(line, CASES[1:])), encoding="utf-8")
    terminal = Terminal(str(home), "gold", "review", str(candidates))
    terminal.until("[q]uit")
    terminal.key()
    terminal.send("d")
    terminal.until("2 of 2")
    terminal.until("To be refused")
    terminal.key()
    terminal.send("\x03")
    assert terminal.ended() == 0
    assert "1 dropped, 1 left" in terminal.text
    assert load(candidates)[0].tags == ("downvoted", "dropped")
