"""The wording of a language: templates with a name, strictly filled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["en", "de"]
Template = str | Mapping[str, str]  # by number: {"one": ..., "other": ...}

_PLACE = re.compile(r"\{(\w+)\}")
_PLURAL = {"one", "other"}


@dataclass(frozen=True, slots=True)
class Words:
    """Every text that a person sees, in one language."""

    language: Language
    templates: Mapping[str, Template]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with its {places} filled; a plural by `n`.

        Values are inserted as they are: callers escape. KeyError for an unknown key or a missing
        value.
        """
        template = self.templates[key]
        if not isinstance(template, str):
            template = template["one" if values["n"] == 1 else "other"]
        return _PLACE.sub(lambda place: str(values[place[1]]), template)

    def under(self, prefix: str) -> Mapping[str, str]:
        """The texts without places whose keys begin with `prefix` and a dot, by their full key."""
        return {
            key: template
            for key, template in self.templates.items()
            if key.startswith(f"{prefix}.") and isinstance(template, str)
        }

    def either(self, parts: tuple[str, ...]) -> str:
        """`a`, `a or b`, `a, b or c`."""
        *before, last = parts
        return self("lists.or", before=", ".join(before), last=last) if before else last


@cache
def words(language: str) -> Words:
    """The wording of "en" or "de"; read once."""
    chosen = language_of(language)
    folder = files(__package__).joinpath("wording")
    templates: dict[str, Template] = {}
    for name in (f"{chosen}.toml", f"commands.{chosen}.toml"):
        templates.update(_flat(tomllib.loads(folder.joinpath(name).read_text("utf-8"))))
    return Words(chosen, templates)


def language_of(locale: str) -> Language:
    """The language that a locale of Discord is answered in."""
    return "de" if locale.lower().split("-")[0] == "de" else "en"


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Template]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str) or set(value) == _PLURAL:
            yield key, value
        else:
            yield from _flat(value, f"{key}.")
