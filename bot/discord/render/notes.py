"""What the engine notes about a reply, in the reader's language."""

from __future__ import annotations

import re

from bot.discord.render.escape import one_line
from bot.discord.render.words import Words

# The engine's own sentences. Of a model that failed only that is told: where it runs and why it
# failed is for whoever runs the bot, and stands in the log.
_NOTES = (
    ("notes.untold", re.compile(r"The articles do not tell: (?P<question>.*)", re.DOTALL)),
    ("notes.cut", re.compile(r"The question was cut off after (?P<n>\d+) characters\.")),
    ("notes.model_failed", re.compile(r".*The answer is quoted instead\.", re.DOTALL)),
    ("notes.model_broke_off", re.compile(r".*What follows it is quoted\.", re.DOTALL)),
    ("notes.translated", re.compile(r"The model translated the answer into .*")),
    ("notes.not_translated", re.compile(r"(?P<n>\d+) of the sentences could not be translated.*")),
    ("notes.left_out", re.compile(r"(?P<n>\d+) sentences? of the model left out: .*")),
)


def note(notice: str, words: Words) -> str:
    """One note, escaped; as it is where there are no words for it."""
    for key, pattern in _NOTES:
        if match := pattern.fullmatch(notice):
            found = match.groupdict()
            values = {"question": one_line(found["question"])} if "question" in found else {}
            numbers = {"n": int(found["n"])} if "n" in found else {}
            return words(key, **values, **numbers)
    return one_line(notice)
