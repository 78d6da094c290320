"""In which language a question is asked."""

from __future__ import annotations

import re

from retrieval.language.words import words

# The languages that are told apart, by the names that a model knows them by.
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "et": "Estonian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
# No other language here has these words, as some have "was", "in", "an", "of" and "for".
_ENGLISH = frozenset(
    """the and with from this that are has had did does were who what when where why which how whose whom about could
    would should tell said they she there their""".split()
)
_FEW = 3  # words; fewer are a name or a keyword as often as a sentence of some language
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def foreign(question: str) -> str | None:
    """The code of a language other than English that the question is plainly asked in, else None."""
    said = [word.lower for word in words(question)]
    other_script = bool(said) and not _LATIN.search(question)
    if not other_script and (
        len(said) < _FEW
        or any(word in _ENGLISH for word in said)
        or all(word.capital for word in words(question))  # names
    ):
        return None
    from py3langid import classify  # its model takes a second to load

    code = str(classify(question)[0])
    code = {"nb": "no", "nn": "no"}.get(code, code)
    return code if code in LANGUAGES else None
