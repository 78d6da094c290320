"""What came back for each gold question, as it is kept, compared and reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.evaluation.cases import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage that retrieval found: a span of an article, and its score.

    text: the passage itself; "" in a run that was kept without.
    """

    key: str
    start: int
    end: int
    score: float
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A quote of a reply; verbatim: the stored article has exactly these words there."""

    n: int
    key: str
    start: int
    end: int
    quote: str
    verbatim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence of an answer with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a language model thought of an answer; score: 0 to 1. model and prompt pin the judge."""

    score: float
    why: str
    model: str
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One case and what came of it.

    found: passages, best first, at least as many as any metric looks at; confidence: the engine's
    own likelihood that the articles tell; milliseconds: the whole question, stages_ms: its parts;
    error: one line, "" when there was none. A result with an error counts as neither answered nor
    abstained. judge_error: why there is no judgement though one was asked for, or "".
    """

    case: Case
    standalone_question: str = ""
    abstained: bool = False
    reason: str | None = None
    answer: str = ""
    sentences: tuple[Said, ...] = ()
    citations: tuple[Cited, ...] = ()
    found: tuple[Found, ...] = ()
    confidence: float | None = None
    milliseconds: float = 0.0
    stages_ms: Mapping[str, float] = field(default_factory=dict)
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None
    dropped: int = 0
    error: str = ""
    judgement: Judgement | None = None
    judge_error: str = ""

    @property
    def answered(self) -> bool:
        """Whether there is an answer, right or wrong."""
        return not self.abstained and not self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a run was made with, so that another can be held against it.

    gold, corpus: digests; settings: those that can change an answer, without secrets; versions: of
    Dateline, Python and the packages that matter; began: UTC, ISO 8601.
    """

    gold: str
    corpus: str
    cases: int
    articles: int
    chunks: int
    embedder: str
    model: str
    prompts: str
    settings: Mapping[str, str]
    versions: Mapping[str, str]
    machine: str
    began: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run: its provenance and a result for each case that is over, in the order of the cases."""

    provenance: Provenance
    results: tuple[Result, ...]
