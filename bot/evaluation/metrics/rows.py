"""What one result brings to a figure: its numbers, or None where it does not count."""

from __future__ import annotations

from collections.abc import Callable

from bot.evaluation.metrics import answer, citation, retrieval
from bot.evaluation.results import Result

Row = tuple[float, ...]
Texts = tuple[str, ...]
OfTexts = Callable[[Texts, Texts], float | None]
OfSpans = Callable[[tuple[citation.Span, ...], tuple[citation.Span, ...]], float | None]


def facts(result: Result) -> Row | None:
    """Answerable questions with facts or short answers; a refusal or an error brings 0."""
    if not result.case.answerable:
        return None
    return _row(answer.fact_match(answer.spoken(result), answer.groups(result.case)))


def short(result: Result, *, function: Callable[[str, Texts], float]) -> Row | None:
    """Answerable questions with short answers; a refusal or an error brings 0."""
    if not result.case.answerable or not result.case.answers:
        return None
    return (function(answer.spoken(result), result.case.answers) if result.answered else 0.0,)


def judged(result: Result) -> Row | None:
    """Whatever was judged."""
    return (result.judgement.score,) if result.judgement else None


def quotes(result: Result, *, function: OfTexts) -> Row | None:
    """Answers to answerable questions, with evidence: the quotes against the gold quotes."""
    if not _answer_expected(result):
        return None
    ours = tuple(one.quote for one in result.citations)
    return _row(function(ours, tuple(one.quote for one in result.case.evidence)))


def articles(result: Result, *, function: OfTexts) -> Row | None:
    """Answers to answerable questions, with gold articles: the articles cited against them."""
    if not _answer_expected(result):
        return None
    return _row(function(tuple(one.key for one in result.citations), result.case.gold_articles))


def spans(result: Result, *, function: OfSpans) -> Row | None:
    """Answers to answerable questions, whose evidence all has its place in its article."""
    gold = citation.gold_spans(result)
    if not _answer_expected(result) or gold is None:
        return None
    return _row(function(citation.cited_spans(result), gold))


def verbatim(result: Result) -> Row | None:
    """(quotes that are verbatim, quotes) of whatever cites."""
    every = result.citations
    return (sum(one.verbatim for one in every), len(every)) if every else None


def cited_sentences(result: Result) -> Row | None:
    """(sentences with a citation, sentences) of an answer."""
    every = result.sentences if result.answered else ()
    return (sum(bool(one.citations) for one in every), len(every)) if every else None


def from_found(result: Result) -> Row | None:
    """(citations that touch a passage found, citations) of whatever cites."""
    cited = citation.cited_spans(result)
    share = citation.from_found(cited, [(one.key, one.start, one.end) for one in result.found])
    return None if share is None else (round(share * len(cited)), len(cited))


def used(result: Result) -> Row | None:
    """Answers for which something was found."""
    if not result.answered:
        return None
    return _row(citation.used((one.key for one in result.citations), retrieval.ranking(result)))


def refused(result: Result) -> Row | None:
    """Refusals: whether the question had no answer."""
    return (float(not result.case.answerable),) if abstained(result) else None


def unanswerable(result: Result) -> Row | None:
    """Unanswerable questions: whether they were refused."""
    return None if result.case.answerable else (float(abstained(result)),)


def answerable(result: Result) -> Row | None:
    """Answerable questions: whether they were refused."""
    return (float(abstained(result)),) if result.case.answerable else None


def decided(result: Result) -> Row:
    """(abstained, answerable)."""
    return float(abstained(result)), float(result.case.answerable)


def failed(result: Result) -> Row:
    """Every question: whether it ended in an error."""
    return (float(bool(result.error)),)


def confident(result: Result) -> Row | None:
    """(confidence, whether the question has an answer) wherever there is a confidence."""
    if result.confidence is None or result.error:
        return None
    return result.confidence, float(result.case.answerable)


def squared(result: Result) -> Row | None:
    """Of the same the square of their difference."""
    row = confident(result)
    return None if row is None else ((row[0] - row[1]) ** 2,)


def ranked(result: Result, *, function: OfTexts) -> Row | None:
    """Answerable questions with gold articles: the ranking against them; nothing found brings 0."""
    if not retrieval.counts(result):
        return None
    return _row(function(retrieval.ranking(result), result.case.gold_articles))


def rewritten(result: Result, *, function: Callable[[str, str], float]) -> Row | None:
    """Questions with a gold standalone one; an error brings 0, none is the question itself."""
    if result.case.standalone is None:
        return None
    ours = result.standalone_question or result.case.question
    return (0.0 if result.error else function(ours, result.case.standalone),)


def spent(result: Result, *, field: str) -> Row | None:
    """Questions of which it is known."""
    return _row(getattr(result, field))


def took(result: Result, *, stage: str) -> Row | None:
    """Milliseconds of what did not end in an error; of a stage, where it was run."""
    if result.error:
        return None
    return _row(result.stages_ms.get(stage)) if stage else (result.milliseconds,)


def abstained(result: Result) -> bool:
    """Whether it was refused to answer; an error is no refusal."""
    return result.abstained and not result.error


def _answer_expected(result: Result) -> bool:
    return result.answered and result.case.answerable


def _row(value: float | None) -> Row | None:
    return None if value is None else (float(value),)
