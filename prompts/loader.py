"""Load a template and fill it in; an unknown or a missing variable is an error."""

from __future__ import annotations

import hashlib
import re
import string
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

_SECTION = re.compile(r"^## (\w+)\n", re.M)


@dataclass(frozen=True, slots=True)
class Template:
    """A text with $variables; `version` is a hash of its content."""

    name: str
    text: str

    @property
    def version(self) -> str:
        """The first 12 digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

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


@lru_cache(maxsize=32)
def load(name: str) -> dict[str, Template]:
    """The templates of `prompts/NAME.md`, one for each "## section" in it."""
    content = resources.files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
    parts = _SECTION.split(content)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {section: Template(f"{name}/{section}", text.strip()) for section, text in pairs}
