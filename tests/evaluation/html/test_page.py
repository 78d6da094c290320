"""The report's file: what it says, what it escapes, and that it needs nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.evaluation.cases import Evidence
from bot.evaluation.html.page import LARGEST, page, write
from bot.evaluation.results import Found, Judgement, Run, Said
from retrieval.types import Turn
from tests.evaluation import made

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;$\\frac"
    "\x00\u202e\ud800{{ 7*7 }}"
)


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, and all its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile() -> Run:
    """A run in which everything that strangers may write is hostile."""
    case = replace(
        made.case(HOSTILE),
        question=HOSTILE,
        turns=(Turn("user", HOSTILE),),
        facts=((HOSTILE,),),
        evidence=(Evidence(HOSTILE, HOSTILE),),
        tags=(HOSTILE,),
        answers=(HOSTILE,),
        gold_articles=(HOSTILE,),
    )
    result = replace(
        made.answered(case, HOSTILE),
        sentences=(Said(text=HOSTILE, citations=(1,)),),
        standalone_question=HOSTILE,
        citations=(made.cited(HOSTILE, HOSTILE),),
        found=(Found(key=HOSTILE, start=0, end=99, score=1.0, text=HOSTILE),),
        stages_ms={HOSTILE: 1.0},
        judgement=Judgement(score=0.5, why=HOSTILE, model=HOSTILE, prompt=HOSTILE),
    )
    failed = replace(made.broken(made.case("two")), error=HOSTILE)
    refused = replace(made.abstained("three"), reason=HOSTILE, answer=HOSTILE)
    return made.run(
        [result, failed, refused],
        gold=HOSTILE,
        corpus=HOSTILE,
        model=HOSTILE,
        settings={HOSTILE: HOSTILE},
        versions={"dateline": HOSTILE},
        began=HOSTILE,
    )


def mixed() -> Run:
    """One question of each outcome."""
    return made.run(
        [
            made.answered("good"),
            made.abstained("shy"),
            made.answered("wrong", "It was opened on Friday"),
            made.answered(made.unanswerable("nobody")),
            made.broken("broken"),
        ]
    )


@lru_cache(maxsize=1)
def mixed_page() -> str:
    return page(mixed(), baseline=mixed())


def test_everything_of_strangers_is_escaped() -> None:
    html = page(hostile(), baseline=hostile())
    found = Elements(html).found
    assert [tag for tag, _ in found].count("script") == 1
    assert "img" not in {tag for tag, _ in found}
    names = {name for _, attributes in found for name in attributes}
    assert not {name for name in names if name.startswith("on")}
    assert "alert(1)</script>" in Elements(html).text
    assert "$\\frac{{ 7*7 }}" in Elements(html).text


def test_no_control_character_and_no_mark_that_reorders_a_line_is_left() -> None:
    html = page(hostile())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", html)


def test_the_policy_allows_the_files_own_script_and_style_and_nothing_else() -> None:
    html = mixed_page()
    policy = next(
        attributes["content"] or ""
        for tag, attributes in Elements(html).found
        if tag == "meta" and "http-equiv" in attributes
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_is_fetched_and_no_element_has_a_style_of_its_own() -> None:
    html = mixed_page()
    for _, attributes in Elements(html).found:
        assert "style" not in attributes
        assert "src" not in attributes
        for name in ("href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:,"))
    assert "://" not in html
    assert "@import" not in html
    assert "url(" not in html.replace("url(#", "")


def test_every_reference_has_its_one_target() -> None:
    found = Elements(mixed_page()).found
    names = [attributes["id"] for _, attributes in found if attributes.get("id")]
    assert len(names) == len({*names})
    for _, attributes in found:
        wanted = (attributes.get("aria-labelledby") or "").split()
        if (link := attributes.get("href") or "").startswith("#"):
            wanted.append(link[1:])
        assert {*wanted} <= {*names}


def test_the_worst_questions_stand_first() -> None:
    rows = re.findall(r'data-order="\d+" data-outcome="([^"]+)"', mixed_page())
    assert rows == [
        "error",
        "answered the unanswerable",
        "answer wrong",
        "refused",
        "right",
    ]


def test_the_verdict_counts_what_came_out_right() -> None:
    text = Elements(page(mixed())).text
    assert "1 of 5 questions came out right (20\xa0%)." in text
    assert "1 of 4 answerable questions were answered rightly" in text
    assert "0 of 1 unanswerable ones were rightly refused" in text
    assert "1 ended in an error" in text
    assert "baseline" not in text.split("Questions, the worst first")[0]


def test_a_change_says_whether_chance_may_explain_it() -> None:
    good = made.run([made.answered(f"q{n}") for n in range(9)])
    few = made.run([made.abstained("q0"), *good.results[1:]])
    many = made.run([made.abstained(f"q{n}") for n in range(9)])
    assert "level" not in Elements(page(good, baseline=few)).text
    assert "0 broken: chance may explain it, p\xa0=\xa01" in page(good, baseline=few)
    assert "Since the baseline: better. 9 fixed, 0 broken: more than chance" in page(
        good, baseline=many
    )
    assert "Since the baseline: worse. 0 fixed, 9 broken: more than chance" in page(
        many, baseline=good
    )
    assert "no question turned right or wrong" in page(good, baseline=good)


def test_a_judge_is_held_against_the_facts() -> None:
    judgement = Judgement(score=0.9, why="As expected.", model="judge-1", prompt="v1")
    judged = [
        replace(made.answered("one"), judgement=judgement),
        replace(made.answered("two", "On Friday"), judgement=judgement),
        replace(made.answered("three"), judge_error="ModelError: gone"),
    ]
    text = " ".join(Elements(page(made.run(judged))).text.split())
    assert "The judge (judge-1, prompt v1) gave 2 answers 0.90 of 1 on average." in text
    assert "Of the 2 whose facts can be looked up it agrees with the look-up on 50 %" in text
    assert "It failed on 1." in text
    assert "1 × judge: ModelError: gone" in text
    assert "The judge" not in Elements(mixed_page()).text


def test_only_questions_in_both_runs_are_compared() -> None:
    now = made.run([made.answered("one"), made.answered("two")])
    before = made.run([made.abstained("one"), made.abstained("three")], gold="other")
    text = Elements(page(now, baseline=before)).text
    assert "1 of the 1 questions in both runs fixed" in text
    assert "Left out, since only in the first run: three." in text
    apart = page(now, baseline=made.run([made.answered("four")]))
    assert "The baseline has no question in common with this run." in apart


def test_quotes_and_gold_evidence_are_marked_in_the_passage() -> None:
    words = f"Before. {made.QUOTE} by the mayor. After."
    found = Found(key="bridge", start=100, end=100 + len(words), score=1.0, text=words)
    cited = replace(made.cited(), start=108, end=108 + len(f"{made.QUOTE} by the mayor"))
    result = replace(made.answered("one"), found=(found,), citations=(cited,))
    html = page(made.run([result]))
    assert f'<mark class="both" title="cited gold evidence">{made.QUOTE}</mark>' in html
    assert '<mark class="cited" title="cited"> by the mayor</mark>. After.' in html


def test_the_text_of_passages_comes_from_the_library_when_the_run_has_none() -> None:
    article = f"xx{made.QUOTE}. More."
    found = Found(key="bridge", start=2, end=len(article), score=1.0)
    result = replace(made.answered("one"), found=(found,), citations=())
    html = page(made.run([result]), article_text={"bridge": article}.__getitem__)
    assert f'<mark class="gold" title="gold evidence">{made.QUOTE}</mark>. More.' in html
    assert '<mark class="gold" title' not in page(made.run([result]))


def test_of_very_many_questions_the_worst_are_shown_and_the_file_stays_small(
    tmp_path: Path,
) -> None:
    text = "These are many words about a lock. " * 60
    found = tuple(Found(key=f"a{n}", start=0, end=2100, score=1.0, text=text) for n in range(8))
    results = [
        replace(made.answered(f"q{n}", text), found=found, citations=(), sentences=())
        for n in range(700)
    ]
    results += [replace(made.abstained(f"r{n}"), found=found) for n in range(6)]
    write(made.run([*results, *results[:700]]), tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    assert 4_000_000 < (tmp_path / "report.html").stat().st_size < LARGEST
    assert "further questions, none worse than those shown" in html
    assert "Their text is left out to keep this file small" in html


@pytest.mark.parametrize(
    "results",
    [
        (),
        (made.broken("one"),),
        (made.abstained("one"),),
        (made.abstained(made.unanswerable("x")),),
    ],
    ids=["none", "error", "refused", "unanswerable"],
)
def test_a_run_with_hardly_anything_in_it_has_a_report(results: tuple[object, ...]) -> None:
    run = made.run(results)  # type: ignore[arg-type]  # the parameter is any tuple
    assert "<h1>" in page(run)
    assert "<h1>" in page(run, baseline=mixed())
    assert "<h1>" in page(mixed(), baseline=run)
