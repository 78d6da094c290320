"""A person goes through candidates: each is shown with its evidence, a key decides."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.cli.clean import one_line
from bot.cli.conversation import Source
from bot.cli.in_context import show_source
from bot.cli.interrupts import held_back
from bot.cli.render import NEAREST, passage_rows, show_rows
from bot.cli.screen import styled
from bot.evaluation.cases import Evidence
from bot.evaluation.places import whole
from retrieval.errors import UnknownArticle, UsageError
from retrieval.types import ArticleInfo

if TYPE_CHECKING:
    from bot.cli.screen import Screen
    from bot.evaluation.cases import Case
    from bot.evaluation.gold.review import Review
    from retrieval.library import Library

KEYS = "[a]ccept  [e]dit  [d]rop  [s]kip  [u]ndo  [q]uit"
_OF_EACH, _OF_ALL = "|", ";"  # between alternatives, between facts


@dataclass(frozen=True, slots=True)
class Keys:
    """Where decisions come from. Both raise EOFError at the end and KeyboardInterrupt at Ctrl-C.

    press: one key, in lower case; write: a line, given what is asked for and what stands there now.
    """

    press: Callable[[], str]
    write: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """One sitting over a review."""

    screen: Screen
    library: Library
    review: Review
    keys: Keys

    def run(self) -> None:
        """Until every candidate was shown, or the person quits; Ctrl-C and Ctrl-D quit too."""
        waiting = list(self.review.pending)
        total = len(waiting)
        try:
            while waiting:
                waiting = self._decide(waiting, place=f"{total - len(waiting) + 1} of {total}")
        except (EOFError, KeyboardInterrupt):
            self.screen.notice("")
        self._tell()

    def _decide(self, waiting: list[Case], *, place: str) -> list[Case]:
        """Show the first candidate until it is decided; those to go on with."""
        case = waiting[0]
        self._show(case, place)
        while True:
            self.screen.notice(KEYS)
            match self.keys.press():
                case "a" if problem := self._problem(case):
                    self.screen.notice(problem, style="yellow")
                case "a":
                    with held_back():
                        self.review.accept(case)
                    return waiting[1:]
                case "d":
                    with held_back():
                        self.review.drop(case)
                    return waiting[1:]
                case "s":
                    return waiting[1:]
                case "e":
                    case = self._edited(case)
                    self._show(case, place)
                case "u":
                    with held_back():
                        undone = self.review.undo()
                    if undone is not None:
                        return [undone, case, *waiting[1:]]
                    self.screen.notice("There is nothing to take back.")
                case "q":
                    raise EOFError
                case _:
                    self.screen.notice("Press one of these keys:")

    def _show(self, case: Case, place: str) -> None:
        self.screen.line("")
        about = " · ".join([place, case.id, *case.tags])
        self.screen.line(styled(one_line(about), "dim"))
        for turn in case.turns:
            self.screen.line(styled(f"{turn.role}: ", "dim"), one_line(turn.content))
        self.screen.line(styled(one_line(case.question), "bold"))
        if not case.answerable:
            self.screen.line("To be refused: the articles do not tell.")
        else:
            answers = [*case.facts, *([case.answers] if case.answers else [])]
            for group in answers:
                self.screen.line(styled("Answer: ", "green"), one_line(" | ".join(group)))
        for evidence in case.evidence:
            self.screen.line("")
            self._show_evidence(evidence)
        if not case.evidence:
            self._show_nearest(case)

    def _show_evidence(self, evidence: Evidence) -> None:
        found = self._found(evidence)
        if found is None or found.start is None or found.end is None:
            said = "Evidence that no article of the library holds: "
            shown = f'"{evidence.quote}" ({evidence.key})'
            self.screen.line(styled(said, "yellow"), one_line(shown))
            return
        source = Source(
            number=1,
            article=ArticleInfo(key=found.key, title=""),
            start=found.start,
            end=found.end,
            quote=found.quote,
        )
        show_source(self.screen, self.library, source)

    def _show_nearest(self, case: Case) -> None:
        """What the articles hold nearest to it, for a person to see whether they tell."""
        found = asyncio.run(self.library.engine.search(case.question, turns=case.turns, k=NEAREST))
        if found:
            self.screen.line("")
            self.screen.line(styled("Nearest passages", "bold"))
            show_rows(self.screen, passage_rows(found))

    def _found(self, evidence: Evidence) -> Evidence | None:
        """Evidence with its words and their place; None where its article lacks them."""
        try:
            found = whole(evidence, self.library.article(evidence.key).text)
        except (UnknownArticle, UsageError):
            return None
        return None if found.start is None else found

    def _problem(self, case: Case) -> str:
        """Why a case is no gold question yet; "" when it is one."""
        if case.answerable and not case.facts and not case.answers:
            return "It says nothing of the answer. Press e and write what a right one holds."
        for one in case.evidence:
            if self._found(one) is None:
                return f"{one.key} does not hold its evidence. Press e to change it."
        return ""

    def _edited(self, case: Case) -> Case:
        """The case as the person wants it, kept in the file of candidates at once."""
        ask = self.keys.write
        question = ask("question", case.question) or case.question
        told = ask("answerable (yes or no)", "yes" if case.answerable else "no") or "yes"
        case = replace(case, question=question, answerable=not told.lower().startswith("n"))
        if not case.answerable:
            case = replace(case, facts=(), answers=(), evidence=(), gold_articles=())
        else:
            facts = ask(f"facts ({_OF_EACH} or, {_OF_ALL} and)", _facts_line(case))
            case = replace(case, facts=_facts(facts))
            case = self._with_evidence(case)
        with held_back():
            self.review.keep(case)
        return case

    def _with_evidence(self, case: Case) -> Case:
        """Ask for article and words, the first evidence's; the others stay."""
        first, others = case.evidence[:1], case.evidence[1:]
        before = f"{first[0].key}: {first[0].quote}" if first else ""
        said = self.keys.write('evidence (KEY: "words of the article")', before)
        if said == before:
            return case
        key, _, quote = said.partition(":")
        new = (Evidence(key.strip(), quote.strip().strip('"')),) if quote.strip() else ()
        kept = (*new, *others)
        keys = tuple(dict.fromkeys(one.key for one in kept))
        return replace(case, evidence=kept, gold_articles=keys)

    def _tell(self) -> None:
        taken, dropped = self.review.decided
        left = len(self.review.pending)
        said = f"{taken} accepted into {self.review.out}, {dropped} dropped, {left} left."
        again = f" Go on with: dateline gold review {self.review.path}" if left else ""
        self.screen.notice(said + again)


def keys() -> Keys:
    """Single keys and prefilled lines at a terminal; else a line each, an empty one keeps."""
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        return Keys(press=lambda: _piped()[:1].lower(), write=_piped_line)
    return Keys(press=_pressed, write=_typed)


def _piped() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _piped_line(_: str, before: str) -> str:
    """The next line; "" keeps what stands there, "-" empties it."""
    said = _piped()
    return "" if said == "-" else said or before


def _pressed() -> str:
    import typer

    return typer.getchar().lower()


def _typed(what: str, before: str) -> str:
    from prompt_toolkit import prompt

    return prompt(f"{what}: ", default=one_line(before)).strip()


def _facts_line(case: Case) -> str:
    return f" {_OF_ALL} ".join(f" {_OF_EACH} ".join(group) for group in case.facts)


def _facts(written: str) -> tuple[tuple[str, ...], ...]:
    groups = (
        tuple(form.strip() for form in group.split(_OF_EACH) if form.strip())
        for group in written.split(_OF_ALL)
    )
    return tuple(group for group in groups if group)
