"""A review on disk: each decision is kept at once, so it can stop anywhere and go on later."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.cases import Case, load
from bot.evaluation.gold.candidates import CANDIDATE, DROPPED, accepted, line, tagged
from retrieval.errors import UsageError


@dataclass(frozen=True, slots=True)
class _Decision:
    """size: of the gold file before it, in bytes; None when the case was dropped."""

    case: Case
    size: int | None


class Review:
    """The candidates of one file and the gold file that takes those accepted.

    A case is decided when the gold file has its id or when it is tagged "dropped".
    """

    def __init__(self, path: Path, out: Path) -> None:
        """UsageError when a file cannot be read, or when both are one."""
        if path.resolve() == out.resolve():
            raise UsageError(f"{path} holds the candidates.", hint="Give another file as --out.")
        self.path, self.out = path, out
        self._cases: dict[str, Case] = {}
        for case in load(path):
            known = self._cases.setdefault(case.id, case)
            if known.question != case.question:
                raise UsageError(
                    f"{path}: two questions have the id {case.id!r}.", hint="Change one of them."
                )
        there = load(out) if out.is_file() and out.stat().st_size else ()
        self._accepted = {case.id for case in there}
        self._decisions: list[_Decision] = []

    @property
    def pending(self) -> tuple[Case, ...]:
        """What is not decided, in the order of the file."""
        return tuple(
            case
            for case in self._cases.values()
            if case.id not in self._accepted and DROPPED not in case.tags
        )

    @property
    def decided(self) -> tuple[int, int]:
        """How many candidates were accepted and how many dropped, in this and earlier sittings."""
        taken = sum(case.id in self._accepted for case in self._cases.values())
        return taken, sum(DROPPED in case.tags for case in self._cases.values())

    def accept(self, case: Case) -> None:
        """Append the case to the gold file."""
        size = self.out.stat().st_size if self.out.is_file() else 0
        try:
            with self.out.open("ab+") as file:
                if size and _last_byte(self.out) != b"\n":
                    file.write(b"\n")
                file.write(line(accepted(case)).encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise _unwritable(self.out, error) from None
        self._accepted.add(case.id)
        self._decisions.append(_Decision(case, size))

    def drop(self, case: Case) -> None:
        """Mark the case in its file; it is not asked about again."""
        self.keep(tagged(case, DROPPED))
        self._decisions.append(_Decision(case, None))

    def keep(self, case: Case) -> None:
        """Put an edited case in the place of the one that has its id."""
        self._cases[case.id] = case
        text = "".join(map(line, self._cases.values()))
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise _unwritable(self.path, error) from None

    def undo(self) -> Case | None:
        """Take back the last decision of this sitting; the case, None when there is none."""
        if not self._decisions:
            return None
        last = self._decisions.pop()
        if last.size is None:
            self.keep(tagged(last.case, CANDIDATE))
        else:
            os.truncate(self.out, last.size)
            self._accepted.discard(last.case.id)
        return last.case


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read()


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written: {error.strerror}.", hint="What was decided before is kept."
    )
