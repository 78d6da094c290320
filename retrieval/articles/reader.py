"""Files and folders -> articles, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval.articles.compose import Draft, compose
from retrieval.articles.decode import decode
from retrieval.articles.fields import Fields, as_url, read_fields
from retrieval.articles.files import OnError, SourceFile, unreadable, walk
from retrieval.articles.formats import format_of
from retrieval.articles.frontmatter import split_front_matter
from retrieval.articles.jsonl import read_lines
from retrieval.articles.keys import Keys, Place, Taken
from retrieval.articles.markdown import read_markdown
from retrieval.articles.page_apart import PageReader
from retrieval.errors import ArticleError
from retrieval.types import Article

_LARGEST = 200_000_000  # bytes of one text file; .jsonl files may have any size


def read(
    paths: Sequence[str | Path],
    *,
    on_error: Callable[[ArticleError], None],
    taken: Taken | None = None,
    urls: Mapping[str, str] | None = None,
) -> Iterator[Article]:
    """Yield the articles of files and folders; report what cannot be read and go on.

    taken: says from which location a key of the library was read (None: the key is free), so that a
    new file never gets the key of another and each file keeps its own. urls: location -> the
    address it was fetched from, which counts where a document states none of its own.
    """
    keys = Keys(taken or (lambda _: None))
    with PageReader() as pages:
        for file in walk(paths, on_error=on_error):
            try:
                drafts = _drafts(file, pages, on_error=on_error)
                url = (urls or {}).get(file.location)
                if url is not None:
                    drafts = (_fetched(draft, url) for draft in drafts)
                yield from _articles(drafts, keys, on_error=on_error)
            except OSError as error:
                on_error(unreadable(error, path=file.named))


def _articles(drafts: Iterable[Draft], keys: Keys, *, on_error: OnError) -> Iterator[Article]:
    for draft in drafts:
        place = draft.place
        try:
            article = compose(draft, keys)
        except ArticleError as error:
            on_error(error)
            continue
        if draft.fields.bad_date is not None:
            message = (
                f"its date '{draft.fields.bad_date}' is not understood; it is read without it."
            )
            hint = "Write the date as 2021-10-18, 2021-10 or 2021."
            on_error(ArticleError(message, path=place.named, line=place.line, hint=hint))
        yield article


def _fetched(draft: Draft, url: str) -> Draft:
    """An id that a site states does not count: it could be that of somebody else's article."""
    fields = draft.fields
    stated = fields.url or (as_url(url) if draft.whole else None)
    return replace(draft, fields=replace(fields, id=None, url=stated))


def _drafts(file: SourceFile, pages: PageReader, *, on_error: OnError) -> Iterator[Draft]:
    if format_of(file.named) == "jsonl":
        for number, fields in read_lines(file, on_error=on_error):
            yield Draft(fields, Place(file.named, file.location, number), whole=False)
        return
    try:
        fields = _read_document(file, pages)
    except ArticleError as error:
        on_error(error)
        return
    yield Draft(fields, Place(file.named, file.location), whole=True)


def _read_document(file: SourceFile, pages: PageReader) -> Fields:
    if Path(file.location).stat().st_size > _LARGEST:
        message = f"this is larger than {_LARGEST // 1_000_000} MB."
        hint = "Split it into its articles, one a file, or write them to a .jsonl file."
        raise ArticleError(message, path=file.named, hint=hint)
    data = Path(file.location).read_bytes()
    kind = format_of(file.named)
    if kind == "page":
        return pages.read(data, path=file.named)
    source = decode(data, path=file.named)
    front = split_front_matter(source, path=file.named, strict=kind == "markdown")
    fields = read_fields(front.fields or {})
    if kind == "markdown":
        markdown = read_markdown(front.rest)
        return replace(fields, text=markdown.text, title=fields.title or markdown.heading)
    return replace(fields, text=front.rest)
