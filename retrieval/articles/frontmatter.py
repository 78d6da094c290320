"""YAML front matter between two lines of ``---`` at the top of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.errors import ArticleError

_OPENING = re.compile(r"\ufeff?\s{0,100}---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_LONGEST = 65_536  # characters; more is no metadata, and a bomb is kept small
_HINT = "Write it as lines of 'name: value' between two lines of ---."


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields, and the text that follows. ``fields`` is None where there is no front matter."""

    fields: Mapping[object, object] | None
    rest: str


def split_front_matter(text: str, *, path: str, strict: bool) -> FrontMatter:
    """Separate front matter from the text; without a closing line all is text.

    strict: report front matter that holds no fields; else (plain text) take it as part of the text.
    """
    opening = _OPENING.match(text[:200])
    if opening is None:
        return FrontMatter(None, text)
    closing = _CLOSING.search(text, opening.end(), opening.end() + _LONGEST)
    if closing is None:
        return FrontMatter(None, text)
    try:
        fields = _parse(text[opening.end() : closing.start()].replace("\r\n", "\n"), path=path)
    except ArticleError:
        if strict:
            raise
        return FrontMatter(None, text)
    return FrontMatter(fields, text[closing.end() :])


def _parse(source: str, *, path: str) -> Mapping[object, object]:
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(source)):
            raise ArticleError(  # never needed here, and a way to make 60 kB explode
                "its front matter uses YAML aliases.", path=path, line=1, hint=_HINT
            )
        fields = yaml.safe_load(source)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark is not None else 1
        reason = getattr(error, "problem", None) or "it is not YAML"
        raise ArticleError(
            f"its front matter is broken: {reason}.", path=path, line=line, hint=_HINT
        ) from error
    except (ValueError, RecursionError, OverflowError) as error:  # 2021-02-31 is a ValueError
        raise ArticleError(
            f"its front matter has a value that cannot be read: {error}.",
            path=path,
            line=1,
            hint=_HINT,
        ) from error
    if fields is None:
        return {}
    if not isinstance(fields, Mapping):
        raise ArticleError("its front matter holds no fields.", path=path, line=1, hint=_HINT)
    return fields
