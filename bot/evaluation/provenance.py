"""What a run was made with: digests, settings without secrets, versions, and how two differ."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import prompts as texts
import retrieval
from bot.evaluation.cases import Case
from bot.evaluation.results import Provenance
from bot.records.receipts import dump_value
from retrieval.answer.compose import EXTRACTIVE
from retrieval.index import sync

if TYPE_CHECKING:
    from retrieval.library import Library

# Those that can change an answer or how long it takes; none of them can hold a secret.
SETTINGS = (
    "answer_tokens",
    "chroma_url",
    "concurrency",
    "context_tokens",
    "embedder",
    "model",
    "model_timeout",
    "openai_base_url",
    "vectors",
)
PACKAGES = ("dateline", "numpy", "onnxruntime", "tokenizers", "chromadb", "openai", "langchain")
_DIGITS = 16  # of a SHA-256: enough to tell any two sets apart, short enough to read


def of(
    library: Library,
    cases: Sequence[Case],
    *,
    settings: Mapping[str, object],
    prompts: Path | None = None,
) -> Provenance:
    """What a run of these cases over this library is made with.

    settings: by their names, all or some; those of SETTINGS are kept. prompts: the folder of those
    that go before the shipped ones.
    """
    counts = library.counts()
    return Provenance(
        gold=gold_digest(cases),
        corpus=corpus_digest(library),
        cases=len(cases),
        articles=counts.articles,
        chunks=counts.chunks,
        embedder=sync.identity(library.embedder),
        model=library.model or EXTRACTIVE,
        prompts=texts.load(prompts).version,
        settings={name: str(settings[name]) for name in SETTINGS if settings.get(name) is not None},
        versions=_versions(),
        machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        began=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def gold_digest(cases: Sequence[Case]) -> str:
    """Of the questions asked and what is expected of each, in their order; notes do not count."""
    return _digest(dump_value(replace(case, note="")).encode() for case in cases)


def corpus_digest(library: Library) -> str:
    """Of every article as it is stored, and of how many chunks were made of it."""
    rows = sorted((one.key, one.content_hash, str(one.chunks)) for one in library.articles())
    return _digest("\0".join(row).encode() for row in rows)


def differences(old: Provenance, new: Provenance) -> tuple[str, ...]:
    """In words, what would make answers of two runs differ: "model: a, now b"."""
    named = {"gold": "questions", "corpus": "articles"}
    found = [
        f"{named.get(name, name)}: {before}, now {after}"
        for name in ("gold", "corpus", "embedder", "model", "prompts")
        if (before := getattr(old, name)) != (after := getattr(new, name))
    ]
    for before, after in ((old.settings, new.settings), (old.versions, new.versions)):
        found.extend(
            f"{name}: {before.get(name, 'none')}, now {after.get(name, 'none')}"
            for name in sorted(before.keys() | after.keys())
            if before.get(name) != after.get(name) and name not in ("embedder", "model")
        )
    return tuple(found)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "code": _code()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # run from its source, or without this provider
            continue
    return found


@cache
def _code() -> str:
    """Digest of what answers: during development the version stays while the answers change."""
    root = Path(retrieval.__file__).parent
    files = sorted(one for one in root.rglob("*") if one.is_file() and one.suffix != ".pyc")
    return _digest(part for one in files for part in _named(one, root))


def _named(file: Path, root: Path) -> Iterator[bytes]:
    yield file.relative_to(root).as_posix().encode()
    yield file.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:_DIGITS]
