"""Each question has one cause, told from its result alone."""

from __future__ import annotations

from bot.evaluation.flips import Cause, Turned, cause, flips
from tests.evaluation.made import abstained, answered, broken, case, cited, found, unanswerable

ELSEWHERE = found("lock", "mill", "canal")
LAST = found(*(f"other-{number}" for number in range(8)), "bridge")


def test_a_right_answer_with_its_evidence_has_no_cause() -> None:
    assert cause(answered("a")) is None


def test_an_unanswerable_question_is_right_when_it_is_not_answered() -> None:
    assert cause(abstained(unanswerable("a"))) is None
    assert cause(answered(unanswerable("a"))) is Cause.ANSWERED_UNANSWERABLE


def test_an_error_is_an_error_whatever_else_holds() -> None:
    assert cause(broken("a")) is cause(broken(unanswerable("b"))) is Cause.ERROR


def test_a_refusal_with_the_gold_article_at_hand_is_a_refusal() -> None:
    assert cause(abstained("a")) is Cause.REFUSED


def test_a_refusal_or_a_wrong_answer_without_the_gold_article_is_retrievals() -> None:
    wrong = answered("a", "It was Monday", citations=(cited("lock"),), found=ELSEWHERE)
    assert cause(abstained("a", found=ELSEWHERE)) is Cause.RETRIEVAL_MISSED
    assert cause(abstained("a", found=())) is Cause.RETRIEVAL_MISSED
    assert cause(wrong) is Cause.RETRIEVAL_MISSED


def test_a_gold_article_behind_the_passages_that_are_used_ranks_low() -> None:
    assert cause(abstained("a", found=LAST)) is Cause.RANKED_LOW
    assert cause(abstained("a", found=LAST), used=9) is Cause.REFUSED
    assert cause(abstained("a", found=found("x", "bridge")), used=1) is Cause.RANKED_LOW


def test_a_wrong_answer_that_cites_the_gold_article_had_it_to_read() -> None:
    assert cause(answered("a", "It was Monday")) is Cause.ANSWER_WRONG
    assert cause(answered("a", "It was Monday", found=LAST)) is Cause.ANSWER_WRONG


def test_a_right_answer_from_elsewhere_is_cited_wrongly() -> None:
    strange = cited("lock", "Nothing of that sort was ever said here")
    assert cause(answered("a", citations=(strange,))) is Cause.CITATION_WRONG
    assert cause(answered("a", citations=())) is Cause.CITATION_WRONG


def test_a_quote_that_the_article_does_not_have_is_wrong() -> None:
    assert cause(answered("a", citations=(cited(verbatim=False),))) is Cause.CITATION_WRONG


def test_gold_without_evidence_asks_for_its_article_and_without_any_for_nothing() -> None:
    by_article = case("a", evidence=())
    by_nothing = case("a", evidence=(), gold_articles=())
    assert cause(answered(by_article)) is None
    assert cause(answered(by_article, citations=(cited("lock"),))) is Cause.CITATION_WRONG
    assert cause(answered(by_nothing, citations=(cited("lock"),))) is None
    assert cause(abstained(by_nothing)) is Cause.REFUSED


def test_short_answers_count_as_facts_do() -> None:
    short = case("a", facts=(), answers=("on Tuesday", "2 May"))
    assert cause(answered(short)) is None
    assert cause(answered(short, "It was Monday")) is Cause.ANSWER_WRONG


def test_flips_name_what_changed_and_what_broke_comes_first() -> None:
    pairs = [
        (answered("same"), answered("same")),
        (abstained("fixed"), answered("fixed")),
        (abstained("other"), answered("other", "It was Monday")),
        (answered("worse"), abstained("worse", found=ELSEWHERE)),
    ]
    told = [(one.case.id, one.turned, one.was, one.now) for one in flips(pairs)]
    assert told == [
        ("worse", Turned.BROKEN, None, Cause.RETRIEVAL_MISSED),
        ("other", Turned.CHANGED, Cause.REFUSED, Cause.ANSWER_WRONG),
        ("fixed", Turned.FIXED, Cause.REFUSED, None),
    ]
