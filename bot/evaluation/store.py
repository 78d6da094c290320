"""A run as a file: a line of provenance, then a line for each case as soon as it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import BinaryIO, Self, TypeVar

from filelock import FileLock, Timeout

from bot.evaluation.provenance import differences
from bot.evaluation.results import Provenance, Result, Run
from bot.records.file import Unreadable
from bot.records.receipts import dump_value, load_value
from retrieval.errors import RecordsError, UsageError

Kept = TypeVar("Kept")

FORMAT = 1
_KIND = "dateline run"
_NEITHER = "Give a file that dateline eval --run wrote."


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    format: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Line:
    """place: of the case among the cases, from 0."""

    place: int
    result: Result


@dataclass(frozen=True, slots=True)
class _Content:
    """What stands in a file; whole: how many bytes of it are whole lines."""

    provenance: Provenance | None
    results: Mapping[int, Result]
    whole: int


_EMPTY = _Content(None, MappingProxyType({}), 0)


def load(path: Path) -> Run:
    """The run in a file, of what is over so far; UsageError when it is none.

    It is complete when it has as many results as its provenance has cases.
    """
    content = _read(path)
    if content.provenance is None:
        raise UsageError(f"{path} holds no run.", hint=_NEITHER)
    return Run(provenance=content.provenance, results=_in_order(content.results))


class RunFile:
    """Keeps results as they come, so that a run that is killed loses only what was under way.

    Use it as a context manager. `provenance` is that of the first beginning; `done` the results
    kept before by their places, without those that ended in an error: they are asked again.
    """

    def __init__(
        self,
        path: Path,
        file: BinaryIO,
        lock: FileLock,
        provenance: Provenance,
        results: Mapping[int, Result],
    ) -> None:
        """Use RunFile.open."""
        self.provenance = provenance
        self.done = {place: one for place, one in results.items() if not one.error}
        self._path, self._file, self._lock = path, file, lock

    @classmethod
    def open(cls, path: Path, provenance: Provenance) -> Self:
        """Begin a run, or go on with the one that is there.

        UsageError when that one was made with something else, or another process writes it.
        """
        lock = _locked(path)
        try:
            content = _read(path) if path.exists() else _EMPTY
            if content.provenance is not None:
                _refuse_others(path, content.provenance, provenance)
            file = path.open("ab")
        except OSError as error:
            lock.release()
            raise _unwritable(path, error) from None
        except UsageError:
            lock.release()
            raise
        opened = cls(path, file, lock, content.provenance or provenance, content.results)
        opened._begin(content)
        return opened

    def _begin(self, content: _Content) -> None:
        """Cut off a line that a kill has torn, and write the first where there is none."""
        try:
            self._file.truncate(content.whole)
            if content.provenance is None:
                _write(self._file, dump_value(_Head(_KIND, FORMAT, self.provenance)))
        except OSError as error:
            self.close()
            raise _unwritable(self._path, error) from None

    def keep(self, place: int, result: Result) -> None:
        """Write down what came of the case at this place; a later result goes before an earlier."""
        try:
            _write(self._file, dump_value(_Line(place, result)))
        except OSError as error:
            raise _unwritable(self._path, error) from None

    def close(self) -> None:
        """Release the file; safe to call twice."""
        self._file.close()
        Path(self._lock.lock_file).unlink(missing_ok=True)  # first: nobody else can hold it yet
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _read(path: Path) -> _Content:
    """Everything but a last line that was torn."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}.", hint=_NEITHER) from None
    whole = data.rfind(b"\n") + 1
    lines = data[:whole].split(b"\n")[:-1]
    if not lines:
        if not _may_be_torn(data):
            raise UsageError(f"{path} holds no run.", hint=_NEITHER)
        return _EMPTY
    provenance = _head(path, lines[0])
    results: dict[int, Result] = {}
    for number, line in enumerate(lines[1:], start=2):
        kept: _Line = _value(_Line, line, place=f"{path}:{number}")
        results[kept.place] = kept.result
    return _Content(provenance, results, whole)


def _may_be_torn(data: bytes) -> bool:
    """Whether this is the beginning of a first line of ours: nobody else's file is overwritten."""
    ours = f'{{"kind": "{_KIND}"'.encode()
    return data.startswith(ours) or ours.startswith(data)


def _head(path: Path, line: bytes) -> Provenance:
    head: _Head = _value(_Head, line, place=f"{path}:1")
    if head.kind != _KIND:
        raise UsageError(f"{path} holds no run.", hint=_NEITHER)
    if head.format > FORMAT:
        raise UsageError(f"{path} was written by a newer Dateline.", hint="Upgrade Dateline.")
    return head.provenance


def _value(kind: type[Kept], line: bytes, *, place: str) -> Kept:
    try:
        value: Kept = load_value(kind, line.decode())
    except (Unreadable, UnicodeDecodeError):
        raise UsageError(f"{place}: this is no line of a run.", hint=_NEITHER) from None
    return value


def _refuse_others(path: Path, old: Provenance, new: Provenance) -> None:
    if found := differences(old, new):
        raise UsageError(
            f"{path} was begun with something else ({'; '.join(found)}).",
            hint="Give another file with --run, or remove this one to begin again.",
        )


def _in_order(results: Mapping[int, Result]) -> tuple[Result, ...]:
    return tuple(results[place] for place in sorted(results))


def _locked(path: Path) -> FileLock:
    lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise UsageError(
            f"Another process is writing {path}.", hint="Wait for it, or give another --run."
        ) from None
    except OSError as error:
        raise _unwritable(path, error) from None
    return lock


def _write(file: BinaryIO, line: str) -> None:
    file.write(line.encode() + b"\n")
    file.flush()


def _unwritable(path: Path, error: OSError) -> RecordsError:
    return RecordsError(
        f"{path} cannot be written: {error.strerror}.",
        hint="Make room or choose another place; the same command goes on where it stopped.",
    )
