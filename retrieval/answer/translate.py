"""Answer in the language of a question: translate it for the search, and back what was checked."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from retrieval.answer.draft import Claim
from retrieval.answer.generate import Account, Checked, Grounds, whole
from retrieval.answer.prompting import Prompting
from retrieval.errors import ModelError
from retrieval.language import names as naming
from retrieval.language.tongue import LANGUAGES
from retrieval.ports import ChatModel

ENGLISH = "English"  # what the search, the rules and the check of sentences understand
_LATIN = frozenset(LANGUAGES) - frozenset("ar bg el he hi ja ko ru uk zh".split())
_MOST = 3  # times as long as the original: more is no translation
_TOKENS = 300


class Translator:
    """Translates by a model for a reader of one language; `notices` tells what a reader must know."""

    def __init__(
        self, model: ChatModel, prompting: Prompting, *, code: str, account: Account
    ) -> None:
        """code: ISO 639-1, one of LANGUAGES."""
        self._model, self._prompting, self._account = model, prompting, account
        self._code = code
        self._kept = 0
        self._translated = 0

    @property
    def notices(self) -> list[str]:
        """That sentences were translated, or could not be."""
        found = []
        if self._translated:
            found.append(
                f"The model translated the answer into {LANGUAGES[self._code]}; quotes stay as they are."
            )
        if self._kept:
            found.append(
                f"{self._kept} of the sentences could not be translated faithfully and stay in English."
            )
        return found

    async def question(self, text: str) -> str:
        """The question in English; as it is when the model fails or does not keep its numbers."""
        return await self._translate(text, ENGLISH) or text

    async def sentence(self, checked: Checked, grounds: Grounds) -> Checked:
        """The sentence in the reader's language; as it is when the translation is not faithful.

        Translated back, it must still be carried by the sources.
        """
        language, latin = LANGUAGES[self._code], self._code in _LATIN
        said = await self._translate(checked.sentence.text, language, keeps_names=latin)
        back = said and await self._translate(said, ENGLISH)
        if not said or not back or not await self._holds(back, grounds):
            self._kept += 1
            return checked
        self._translated += 1
        return replace(checked, sentence=replace(checked.sentence, text=said))

    async def _holds(self, sentence: str, grounds: Grounds) -> bool:
        verdict = await asyncio.to_thread(grounds.judge, Claim(sentence, ()))
        return isinstance(verdict, Checked)

    async def _translate(
        self, text: str, language: str, *, keeps_names: bool = False
    ) -> str | None:
        """A faithful translation, or None; a model that failed is not asked again."""
        if self._account.failure is not None:
            return None
        messages = self._prompting.translation(text, language=language)
        try:
            said = await whole(self._model, messages, max_tokens=_TOKENS, account=self._account)
        except ModelError as error:
            self._account.failure = error
            return None
        return said if faithful(said, text, keeps_names=keeps_names) else None


def faithful(translation: str, original: str, *, keeps_names: bool) -> bool:
    """Whether a translation keeps the figures and, where they can be told, names of people and things.

    keeps_names: the original is English, where a capital makes a name, and the script is the same.
    """
    if not translation or "\n" in translation or len(translation) > _MOST * len(original) + 20:
        return False
    if _figures(translation) != _figures(original):
        return False
    if not keeps_names:
        return True
    kept = translation.casefold()
    own = (name for name in naming.names(original) if not name.known)
    return all(part.casefold()[:4] in kept for name in own for part in name.text.split()[-1:])


def _figures(text: str) -> list[str]:
    """The figures of a text without their separators, which differ by language."""
    return sorted(re.sub(r"[.,\s]", "", figure) for figure in re.findall(r"\d[\d.,]*", text))
