"""How the lines of each set with articles are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.evaluation.cases import Case, Evidence
from bot.evaluation.datasets.dataset import SourceArticle
from bot.evaluation.datasets.files import Row
from retrieval.articles.keys import key_of
from retrieval.types import Turn


def turns(row: Row) -> tuple[Turn, ...]:
    """The conversation before a question."""
    return tuple(Turn(turn["role"], str(turn["text"])) for turn in row.get("history") or ())


def article(row: Row) -> SourceArticle:
    """An article with what its set says about it."""
    return SourceArticle(
        key=key_of(str(row["id"])),
        id=str(row["id"]),
        title=str(row["title"] or ""),
        text=str(row["text"]),
        outlet=row.get("source"),
        author=row.get("author"),
        published=row.get("published"),
        url=row.get("url"),
        question=row.get("query_id"),
    )


def multihop_rag(row: Row) -> Case:
    """News: what has to be found is stated fact by fact."""
    facts = row.get("gold_evidence") or ()
    return _case(
        row,
        tags=(str(row["question_type"]).removesuffix("_query"),),
        evidence=tuple(Evidence(key_of(fact["doc_id"]), str(fact["fact"])) for fact in facts),
    )


def clapnq(row: Row) -> Case:
    """Long answers; the sentences that each annotator chose are the evidence."""
    gold = _keys(row)
    chosen = (text for group in row.get("selected_sentences") or () for text in group)
    evidence = tuple(Evidence(gold[0], text) for text in dict.fromkeys(chosen)) if gold else ()
    return _case(row, evidence=evidence)


def squad2(row: Row) -> Case:
    """Short answers of one paragraph."""
    return _case(row)


def mtrag(row: Row) -> Case:
    """A turn of a conversation, with its official rewrite; gold: the judged passages.

    A turn that is neither answerable nor not (thanks, greetings) counts as not to be answered.
    """
    place = "later turn" if row.get("history") else "first turn"
    tags = (str(row["domain"]), str(row["answerability"]).lower(), place)
    judged = ("retrieval",) if row.get("in_retrieval_task") else ()
    return _case(row, tags=(*tags, *judged), standalone=row.get("rewrite"))


def _passage(row: Row) -> SourceArticle:
    """A passage of MTRAG: its `source` is a collection, not an outlet."""
    return article({"id": row["id"], "title": row["title"], "text": row["text"]})


def ramdocs(row: Row) -> Case:
    """Documents that disagree: a right answer names every valid answer and no wrong one."""
    return _case(
        row,
        tags=("ambiguous",) if len(row["answers"]) > 1 else (),
        facts=tuple((str(answer),) for answer in row["answers"]),
        wrong_answers=tuple(map(str, row.get("wrong_answers") or ())),
    )


def _case(
    row: Row,
    *,
    tags: tuple[str, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    facts: tuple[tuple[str, ...], ...] = (),
    wrong_answers: tuple[str, ...] = (),
    standalone: str | None = None,
) -> Case:
    return Case(
        id=str(row["id"]),
        question=str(row["question"]),
        answerable=bool(row["answerable"]),
        turns=turns(row),
        facts=facts,
        gold_articles=_keys(row),
        evidence=evidence,
        tags=tags,
        answers=tuple(map(str, row["answers"])) if row["answerable"] else (),
        standalone=standalone,
        wrong_answers=wrong_answers,
    )


def _keys(row: Row) -> tuple[str, ...]:
    return tuple(key_of(str(one)) for one in row["gold_doc_ids"])


READERS: Mapping[str, tuple[Callable[[Row], SourceArticle], Callable[[Row], Case]]] = (
    MappingProxyType(
        {
            "clapnq": (article, clapnq),
            "mtrag": (_passage, mtrag),
            "multihop-rag": (article, multihop_rag),
            "ramdocs": (article, ramdocs),
            "squad2": (article, squad2),
        }
    )
)
