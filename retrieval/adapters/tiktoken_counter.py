"""OpenAI's tokenizers without a network: their rank files come with Dateline."""

from __future__ import annotations

import base64
import hashlib
import lzma
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import ModelRefused
from retrieval.model.tokens import EstimatedTokens
from retrieval.ports import TokenCounter

if TYPE_CHECKING:
    from tiktoken import Encoding

_DATA = Path(__file__).parent / "data"
# Of the unpacked files, as tiktoken itself checks them.
SHA256 = {
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
}
_SAME_RANKS = {"o200k_harmony": "o200k_base"}  # differs in special tokens, which are not counted
# How a text is cut before its pieces are merged; tiktoken tells it only together with a download.
PATTERNS = {
    "cl100k_base": (
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
        r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    ),
    "o200k_base": (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ),
}
_BLOCK = 20_000  # characters counted at once: one endless word takes quadratic time


class TiktokenCounter:
    """A TokenCounter with a model's own tokenizer; nothing is loaded before the first count."""

    exact = True

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding

    def count(self, text: str) -> int:
        """How many tokens the text has; what looks like a special token is counted as text."""
        encoding = loaded(self._encoding)
        blocks = range(0, len(text), _BLOCK)
        return sum(len(encoding.encode_ordinary(text[at : at + _BLOCK])) for at in blocks)


def counter_for(model: str) -> TokenCounter:
    """The counter of a model; an estimate (`exact` is False) where its tokenizer is not known.

    model: as the settings spell it; "openai:" or "openai/" before it does not matter.
    """
    from tiktoken.model import encoding_name_for_model

    name = model.removeprefix("openai:").removeprefix("openai/")
    try:
        encoding = encoding_name_for_model(name)
    except KeyError:
        return EstimatedTokens()
    encoding = _SAME_RANKS.get(encoding, encoding)
    return TiktokenCounter(encoding) if encoding in SHA256 else EstimatedTokens()


@cache
def loaded(name: str) -> Encoding:
    """An encoding from its rank file; costs 0.25 to 0.6 s of CPU, once."""
    import tiktoken

    return tiktoken.Encoding(
        name, pat_str=PATTERNS[name], mergeable_ranks=_ranks(name), special_tokens={}
    )


def _ranks(name: str) -> dict[bytes, int]:
    path = _DATA / f"{name}.tiktoken.xz"
    hint = "Reinstall Dateline: pip install --force-reinstall dateline"
    try:
        content = lzma.decompress(path.read_bytes())
    except (OSError, lzma.LZMAError) as error:
        raise ModelRefused(f"The tokenizer {path} cannot be read.", hint=hint) from error
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        raise ModelRefused(f"The tokenizer {path} is not the expected file.", hint=hint)
    pairs = (line.split() for line in content.splitlines())
    return {base64.b64decode(token): int(rank) for token, rank in pairs}
