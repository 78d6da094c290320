"""JUnit XML and the summary for a pull request: right, bounded, and nothing in them is obeyed."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as xml  # noqa: N813  # its usual name is two letters
from dataclasses import replace

from bot.evaluation import junit, summary
from bot.evaluation.judge import can_be_judged
from bot.evaluation.metrics.figures import figures
from bot.evaluation.results import Judgement, Result, Run
from tests.evaluation.made import PROVENANCE, answered, case, unanswerable

HOSTILE = (
    "<script>@everyone www.a.b | [x](http://a.b) `c` #12 **d**"
    "\x00\x1b[2J\ud800\u202e\n# Title ]]> &amp;"
)


def run(*results: Result) -> Run:
    return Run(provenance=replace(PROVENANCE, cases=len(results)), results=results)


def mixed() -> Run:
    return run(
        answered(case("right", tags=("fact",)), milliseconds=1500.0),
        answered("wrong", "It was on Monday."),
        Result(case=case("refused"), abstained=True, reason="not_stated", answer="Not told."),
        Result(case=case("broken"), error="RuntimeError: it broke"),
        answered(unanswerable("nobody"), "He is a baker."),
        Result(case=unanswerable("no one"), abstained=True, answer="Not told."),
    )


def suite(value: Run) -> xml.Element:
    root = xml.fromstring(junit.document(value, figures(value, resamples=0)))
    found = root.find("testsuite")
    assert found is not None
    return found


def markdown(value: Run) -> str:
    return summary.document(value, figures(value, resamples=0))


def test_every_question_is_a_test_case_and_what_is_wrong_has_a_message() -> None:
    found = suite(mixed())
    assert {name: found.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "6",
        "failures": "3",
        "errors": "1",
    }
    cases = {one.get("name", "").split(":")[0]: one for one in found.iter("testcase")}
    assert [len(one) for one in cases.values()] == [0, 1, 1, 1, 1, 0]
    assert cases["right"].get("time") == "1.500"
    assert cases["right"].get("classname") == "gold.fact"
    error = cases["broken"].find("error")
    assert error is not None
    assert error.get("message") == "error: RuntimeError: it broke"
    failure = cases["nobody"].find("failure")
    assert failure is not None
    assert failure.get("type") == "answered the unanswerable"
    assert "expected: no answer" in (failure.text or "")


def test_junit_holds_any_text() -> None:
    (one,) = suite(run(answered(case("a", question=HOSTILE), HOSTILE))).iter("testcase")
    name = one.get("name", "")
    assert "<script>@everyone" in name
    assert not set("\x00\x1b\ud800") & set(name)


def test_the_summary_tells_counts_figures_and_what_went_wrong() -> None:
    text = markdown(mixed())
    assert text.startswith("## Dateline eval: 2 of 6 right, **1 with an error**\n")
    assert "| facts | 0.250 |" in text
    assert (
        "- **broken** error: When was broken?<br>RuntimeError&#8288;&#58;&#8288; it broke" in text
    )
    assert "gold aaaa, corpus cccc" in text


def test_a_summary_without_anything_wrong_lists_nothing() -> None:
    text = markdown(run(answered("a")))
    assert "1 of 1 right" in text
    assert "wrong:" not in text


def test_a_run_that_is_not_over_says_so() -> None:
    value = Run(provenance=replace(PROVENANCE, cases=3), results=(answered("a"),))
    assert "**2 not asked yet**" in markdown(value)


def test_a_summary_obeys_nobody() -> None:
    hostile = answered(case(HOSTILE, question=HOSTILE, tags=(HOSTILE,)), HOSTILE)
    text = markdown(run(hostile))
    ours = re.sub(r"</?(?:details|summary|sub|br)>", "", text)
    assert not re.search(r"<|`|\]\(|\*\*d|[\x00\x1b\ud800\u202e]", ours)
    assert not re.search(r"@everyone|www\.a|#12|http:/", html.unescape(ours))
    assert "\n# Title" not in text


def test_a_summary_is_short_enough_for_a_comment() -> None:
    long = [answered(case(f"q{n}", question=HOSTILE * 200), HOSTILE * 200) for n in range(400)]
    tagged = [
        replace(one, case=replace(one.case, tags=(f"t{n}" * 90,))) for n, one in enumerate(long)
    ]
    text = markdown(run(*tagged))
    assert len(text) <= summary.LONGEST
    assert "and 375 more" in text


def test_the_judge_stands_with_its_agreement() -> None:
    judgement = Judgement(score=1.0, why="So.", model="tiny", prompt="abc")
    one = replace(answered("a"), judgement=judgement)
    assert can_be_judged(one)
    text = markdown(run(one, replace(answered("b"), judge_error="It failed.")))
    assert "Judge tiny, prompt abc: 1.000 over 1 answers, 1 without a verdict." in text
    assert "**1 with an error**" in text
