"""The values that travel through Dateline: articles, chunks, passages, citations, replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Precision = Literal["day", "month", "year"]
Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date as far as it is known.

    iso: ``2021-10-18``, ``2021-10`` or ``2021``, as long as the precision says.
    """

    iso: str
    precision: Precision

    def __str__(self) -> str:
        return self.iso


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as Dateline understood it.

    Every offset in Dateline is a character offset into ``text`` as stored here.
    ``content_hash`` covers the text and the metadata: when either changes, the article is updated.
    ``path`` and ``line`` say where it was read from (``line`` only for a line of a JSONL file).
    """

    key: str
    title: str
    text: str
    content_hash: str
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    url: str | None = None
    path: str | None = None
    line: int | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters of an article's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A span of an article that is embedded and found as one: ``text == article.text[start:end]``.

    ``header`` (title, outlet, date) is embedded before the text and never quoted.
    ``sentences`` are spans of the article inside ``[start, end)``, in order.
    """

    ordinal: int
    start: int
    end: int
    text: str
    header: str
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleInfo:
    """What a citation says about an article: everything but its text."""

    key: str
    title: str
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    url: str | None = None
    path: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A retrieved chunk with its score (comparable within one search only; higher is better)."""

    chunk_id: int
    article: ArticleInfo
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a search may use; an empty field does not restrict.

    since, until: ISO dates, inclusive, compared with the publication date.
    """

    keys: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        return bool(self.keys or self.outlets or self.since or self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A marker ``[n]`` tied to a span of an article: ``quote == article.text[start:end]``."""

    n: int
    article: ArticleInfo
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """One sentence of an answer, without markers; ``citations`` are citation numbers.

    ``support`` is the checked share, 0 to 1, of the sentence's content that its cited spans carry.
    """

    text: str
    citations: tuple[int, ...]
    support: float


class AbstentionReason(StrEnum):
    """Why Dateline does not answer."""

    EMPTY_LIBRARY = "empty_library"
    EMPTY_QUESTION = "empty_question"
    SMALL_TALK = "small_talk"
    NOTHING_FOUND = "nothing_found"
    NOT_MENTIONED = "not_mentioned"
    NOT_STATED = "not_stated"
    PREMISE_NOT_SUPPORTED = "premise_not_supported"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation.

    ``citations`` are those of a reply: what they quote keeps its number later on.
    """

    role: Role
    content: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """The tokens of one or several calls of a model.

    estimated: at least one call's were counted by us, because the provider did not report them.
    cost: in the currency of the price table; None when the table has no price for the model.
    """

    prompt_tokens: int
    completion_tokens: int
    estimated: bool = False
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply whose every sentence is tied to quoted passages.

    ``confidence`` is the fitted likelihood, 0 to 1, that the articles tell, of the likeliest part;
    ``prompts`` is the version of the prompts used, ``usage`` what the model was given and gave, and
    ``dropped`` how many of its sentences were not shown because no passage carries them.
    """

    question: str
    standalone_question: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    model: str
    confidence: float | None = None
    prompts: str = ""
    usage: Usage | None = None
    dropped: int = 0
    notices: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The answer with its [n] markers."""
        return " ".join(
            sentence.text + "".join(f" [{n}]" for n in sentence.citations)
            for sentence in self.sentences
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """A reply that says the articles do not tell, why, and what came nearest.

    ``missing`` names the words of the question that the articles do not carry, where that is why.
    """

    question: str
    standalone_question: str
    reason: AbstentionReason
    message: str
    missing: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    model: str = ""
    confidence: float | None = None
    prompts: str = ""
    usage: Usage | None = None
    dropped: int = 0
    notices: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)


Reply = Answer | Abstention


class Verdict(StrEnum):
    """What the articles say of a claim; when in doubt they do not tell."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """One claim of a text, as it stands there without markup, and what the articles say of it.

    ``citations`` support or contradict it, numbered on through the whole text; empty when the
    articles do not tell. ``passages`` are the nearest ones, best first.
    """

    claim: str
    verdict: Verdict
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Searching:
    """The engine begins; ``standalone_question`` is what it will look for."""

    standalone_question: str


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that an answer may use."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SentenceVerified:
    """A sentence of the answer, already verified, with the citations it introduces."""

    sentence: AnswerSentence
    new_citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole reply, last."""

    reply: Reply


Event = Searching | Found | SentenceVerified | Done
