"""Load the templates and fill them in; an unknown or a missing variable is an error."""

from __future__ import annotations

import difflib
import hashlib
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

_ASIDE = frozenset({"judge"})  # files that no answer is written with

_SECTION = re.compile(r"^## (\w+)\n", re.M)


class PromptError(ValueError):
    """A file of prompts cannot be used as it is; the message names it and says what to change."""


@dataclass(frozen=True, slots=True)
class Template:
    """A text with $variables, called "file/section"."""

    name: str
    text: str

    @property
    def variables(self) -> frozenset[str]:
        """The names that must be given."""
        return frozenset(string.Template(self.text).get_identifiers())

    def fill(self, **values: str) -> str:
        """The text with its variables replaced; KeyError names one that is missing or unknown."""
        for name in values:
            if name not in self.variables:
                raise KeyError(name)
        return string.Template(self.text).substitute(values)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All templates of one Dateline; `version` is a hash of those that answers are written with."""

    templates: Mapping[str, Template]
    version: str

    def __getitem__(self, name: str) -> Template:
        """The template "file/section"; KeyError when there is none."""
        return self.templates[name]

    def version_of(self, file: str) -> str:
        """A hash of the templates of one file, such as "judge"."""
        return _version({n: one for n, one in self.templates.items() if _file(n) == file})


@lru_cache(maxsize=4)
def load(overrides: Path | None = None) -> Prompts:
    """The templates shipped with Dateline; a file of the same name in `overrides` goes before one.

    Such a file must have the sections and the variables of the one it replaces. Raises PromptError.
    """
    shipped = {file.name: file.read_text(encoding="utf-8") for file in _shipped()}
    own = _own(overrides, known=shipped) if overrides is not None else {}
    templates: dict[str, Template] = {}
    for file, content in shipped.items():
        wanted = _sections(file, content)
        given = _sections(file, own[file]) if file in own else wanted
        if given is not wanted:
            _compare(given, wanted, file=str((overrides or Path()) / file))
        templates |= {template.name: template for template in given}
    answering = {name: one for name, one in templates.items() if _file(name) not in _ASIDE}
    return Prompts(templates, _version(answering))


def _shipped() -> Iterator[Traversable]:
    folder = resources.files("prompts")
    yield from sorted((f for f in folder.iterdir() if f.name.endswith(".md")), key=lambda f: f.name)


def _own(folder: Path, *, known: Mapping[str, str]) -> dict[str, str]:
    """The files that go before the shipped ones."""
    if not folder.is_dir():
        raise PromptError(f"{folder} is no folder.")
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.md")):
        if path.name not in known:
            near = difflib.get_close_matches(path.name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(known)}."
            raise PromptError(f"{path} replaces no file of prompts. {hint}")
        try:
            found[path.name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PromptError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    return found


def _sections(file: str, content: str) -> tuple[Template, ...]:
    """One template for each "## section"; what stands before the first is for the reader."""
    parts = _SECTION.split(content.replace("\r\n", "\n"))[1:]
    stem = file.removesuffix(".md")
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return tuple(Template(f"{stem}/{section}", text.strip()) for section, text in pairs)


def _compare(given: tuple[Template, ...], wanted: tuple[Template, ...], *, file: str) -> None:
    """PromptError unless both have the same sections with the same variables."""
    ours = {template.name.partition("/")[2]: template for template in wanted}
    theirs = {template.name.partition("/")[2]: template for template in given}
    if ours.keys() != theirs.keys() or len(given) != len(wanted):
        listed = ", ".join(f"## {name}" for name in ours)
        raise PromptError(f"{file} must have each of these sections once: {listed}.")
    for name, template in theirs.items():
        if not string.Template(template.text).is_valid():
            raise PromptError(f"{file}, ## {name}: write $$ for a dollar sign.")
        if template.variables != ours[name].variables:
            listed = ", ".join(f"${one}" for one in sorted(ours[name].variables)) or "none"
            raise PromptError(f"{file}, ## {name}: its variables must be {listed}.")


def _file(name: str) -> str:
    return name.partition("/")[0]


def _version(templates: Mapping[str, Template]) -> str:
    """The first 12 digits of the SHA-256 of the templates."""
    digest = hashlib.sha256()
    for name in sorted(templates):
        digest.update(f"{name}\0{templates[name].text}\0".encode())
    return digest.hexdigest()[:12]
