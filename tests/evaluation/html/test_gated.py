"""What a report says of the gate."""

from __future__ import annotations

from bot.evaluation import baseline, gate
from bot.evaluation.html.page import page
from bot.evaluation.results import Run
from tests.evaluation.html.test_page import HOSTILE, Elements, hostile
from tests.evaluation.made import abstained, answered, run

NAMES = [f"q{number}" for number in range(20)]


def asked(*refused: str) -> Run:
    return run([abstained(one) if one in refused else answered(one) for one in NAMES])


def gated(now: Run, before: Run) -> str:
    return page(now, gate=gate.check(now, baseline.of(before)))


def test_a_failed_gate_stands_on_top_with_the_questions_that_did_it() -> None:
    elements = Elements(gated(asked("q3", "q7"), asked()))
    text = elements.text

    assert "gate failed" in text
    assert (
        text.index("Answers right, ")
        < text.index("fell behind the baseline")
        < text.index("Charts")
    )
    assert "2 questions did it" in text
    assert "right → refused" in text
    linked = [
        told["href"]
        for tag, told in elements.found
        if tag == "a" and "-more" in (told["href"] or "")
    ]
    ids = [told["id"] for tag, told in elements.found if tag == "div" and told.get("id")]
    assert len(linked) == 2
    assert all((one or "").removeprefix("#") in ids for one in linked)


def test_figures_tell_their_change_and_their_tolerance() -> None:
    text = Elements(gated(asked("q3", "q7"), asked())).text

    assert "−10.0\xa0points" in text
    assert "before 100.0\xa0%, tolerance 2\xa0points" in text


def test_a_passed_gate_says_so_and_accuses_nobody() -> None:
    text = Elements(gated(asked("q3"), asked("q3"))).text

    assert "gate passed" in text
    assert "did it" not in text
    assert "no change" in text


def test_without_a_gate_nothing_is_said_of_one() -> None:
    assert "gate" not in Elements(page(asked())).text.lower()


def test_what_strangers_wrote_is_escaped_there_too() -> None:
    now = hostile()
    worse = run([abstained(one.case) for one in now.results])
    html = gated(worse, now)

    assert "<script>alert" not in html
    assert html.count("<script>") == 1
    assert HOSTILE not in html
