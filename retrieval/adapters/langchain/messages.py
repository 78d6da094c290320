"""Replies as LangChain messages whose text is annotated with citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, assert_never

from langchain_core.messages import AIMessage, AIMessageChunk, message_chunk_to_message
from langchain_core.messages import content as blocks
from langchain_core.messages.ai import UsageMetadata

from retrieval.types import (
    Abstention,
    Answer,
    AnswerSentence,
    ArticleInfo,
    Citation,
    Done,
    Event,
    Precision,
    Published,
    Reply,
    SentenceVerified,
    Usage,
)


class Composer:
    """Turns the events of one reply into chunks, whose sum is the message.

    A citation's `start_index` and `end_index` count in the text of the whole message and enclose
    the sentence it carries, without its markers.
    """

    def __init__(self, known: Iterable[Citation] = ()) -> None:
        """known: citations of the conversation so far, which keep their numbers."""
        self._written = 0  # characters of the message so far
        self._known = {citation.n: citation for citation in known}

    def chunk(self, event: Event) -> AIMessageChunk | None:
        """The next chunk; None for an event that shows nothing."""
        match event:
            case SentenceVerified(sentence, new_citations):
                self._known.update({citation.n: citation for citation in new_citations})
                return self._sentence(sentence)
            case Done(reply):
                return self._end(reply)
            case _:
                return None

    def _sentence(self, sentence: AnswerSentence) -> AIMessageChunk:
        space = " " if self._written else ""
        start = self._written + len(space)
        annotations: list[blocks.Annotation] = [
            _annotation(self._known[n], start=start, end=start + len(sentence.text))
            for n in sentence.citations
        ]
        text = space + sentence.text + "".join(f" [{n}]" for n in sentence.citations)
        self._written += len(text)
        return _chunk([_text(text, annotations)])

    def _end(self, reply: Reply) -> AIMessageChunk:
        """What is known of the whole reply, and the words of an abstention."""
        said = [_text(reply.message, [])] if isinstance(reply, Abstention) else []
        return _chunk(
            said,
            metadata=_metadata(reply),
            usage_metadata=_usage(reply.usage) if reply.usage else None,
            chunk_position="last",
        )


def message(reply: Reply, known: Iterable[Citation] = ()) -> AIMessage:
    """The whole reply: by construction the sum of the chunks of its stream."""
    composer = Composer(known)
    chunks = (composer.chunk(event) for event in _events(reply))
    first, *others = (chunk for chunk in chunks if chunk is not None)
    whole = message_chunk_to_message(first + others)
    assert isinstance(whole, AIMessage)
    return whole


def citations(said: AIMessage) -> tuple[Citation, ...]:
    """The citations that a message of ours carries, read back; none in another's."""
    found: dict[int, Citation] = {}
    for block in said.content if isinstance(said.content, list) else []:
        for annotation in block.get("annotations") or [] if isinstance(block, dict) else []:
            read = _citation(annotation)
            if read is not None:
                found[read.n] = read
    return tuple(found.values())


def _events(reply: Reply) -> Iterator[Event]:
    match reply:
        case Answer():
            for sentence in reply.sentences:
                yield SentenceVerified(sentence, reply.citations)
        case Abstention():
            pass
        case _:
            assert_never(reply)
    yield Done(reply)


def _chunk(
    content: list[blocks.TextContentBlock],
    *,
    metadata: Mapping[str, Any] | None = None,
    **known: Any,
) -> AIMessageChunk:
    return AIMessageChunk(
        content=[dict(block) for block in content],
        # "v1" says that the content is standard blocks: LangChain then leaves them as they are.
        response_metadata={"output_version": "v1", **(metadata or {})},
        **known,
    )


def _text(text: str, annotations: list[blocks.Annotation]) -> blocks.TextContentBlock:
    # Chunks whose blocks have the same index are added up to one block.
    return {"type": "text", "text": text, "annotations": annotations, "index": 0}


def _metadata(reply: Reply) -> dict[str, Any]:
    abstained = isinstance(reply, Abstention)
    return {
        "abstained": abstained,
        "reason": str(reply.reason) if isinstance(reply, Abstention) else None,
        "model": reply.model,
        "prompts": reply.prompts,
        "usage": asdict(reply.usage) if reply.usage else None,
        "notices": list(reply.notices),
        "standalone_question": reply.standalone_question,
        "dropped": reply.dropped,
    }


def _usage(usage: Usage) -> UsageMetadata:
    return UsageMetadata(
        input_tokens=usage.prompt_tokens,
        output_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
    )


def _annotation(citation: Citation, *, start: int, end: int) -> blocks.Citation:
    article = citation.article
    annotation = blocks.Citation(
        type="citation",
        start_index=start,
        end_index=end,
        cited_text=citation.quote,
        title=article.title,
        extras={
            "n": citation.n,
            "key": article.key,
            "start": citation.start,
            "end": citation.end,
            "outlet": article.outlet,
            "authors": list(article.authors),
            "published": article.published.iso if article.published else None,
        },
    )
    if article.url:
        annotation["url"] = article.url
    return annotation


def _citation(annotation: Any) -> Citation | None:
    """Read back what `_annotation` wrote; None when it is not ours or was changed."""
    match annotation:
        case {
            "type": "citation",
            "cited_text": str(quote),
            "title": str(title),
            "extras": {
                "n": int(n),
                "key": str(key),
                "start": int(start),
                "end": int(end),
            } as extras,
        }:
            return Citation(
                n=n,
                article=_article(key, title=title, url=annotation.get("url"), extras=extras),
                start=start,
                end=end,
                quote=quote,
            )
        case _:
            return None


def _article(key: str, *, title: str, url: object, extras: Mapping[str, Any]) -> ArticleInfo:
    outlet, authors, iso = (extras.get(name) for name in ("outlet", "authors", "published"))
    return ArticleInfo(
        key=key,
        title=title,
        outlet=outlet if isinstance(outlet, str) else None,
        authors=tuple(str(author) for author in authors) if isinstance(authors, list) else (),
        published=_published(iso) if isinstance(iso, str) else None,
        url=url if isinstance(url, str) else None,
    )


def _published(iso: str) -> Published:
    precisions: tuple[Precision, ...] = ("year", "month", "day")
    return Published(iso, precisions[min(iso.count("-"), 2)])
