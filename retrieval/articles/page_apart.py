"""HTML pages are read in a process of their own, so that a hostile one stalls nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Self

from retrieval.articles.fields import Fields
from retrieval.errors import ArticleError
from retrieval.types import Published

_SECONDS = 120.0  # for one page; the largest honest one takes a minute
_PROCESS = "retrieval.articles.page_process"
_ROOT = Path(__file__).resolve().parents[2]
_HINT = "Save the article itself as .txt, or leave the page out."


class PageReader:
    """Reads pages one after the other; its process starts with the first.

    One tag with 40,000 attributes keeps the parser, and with it every thread, for a minute.
    """

    def __init__(self, *, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, data: bytes, *, path: str) -> Fields:
        """As page.read_page does; ArticleError also when it takes too long or fails."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(self._seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            _send(process.stdin, data, path=path)
            line = process.stdout.readline()
        except OSError:  # it died while it was written to
            line = b""
        finally:
            timer.cancel()
        if not line:
            self._stop()
            raise ArticleError("this page is too intricate to be read.", path=path, hint=_HINT)
        return _outcome(json.loads(line), path=path)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-P", "-m", _PROCESS],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _send(target: IO[bytes], data: bytes, *, path: str) -> None:
    target.write(json.dumps([path, len(data)]).encode() + b"\n" + data)
    target.flush()


def _outcome(told: dict[str, Any], *, path: str) -> Fields:
    if "error" in told:
        raise ArticleError(told["error"], path=path, hint=told["hint"])
    published = told.pop("published")
    told["authors"] = tuple(told["authors"])
    return Fields(**told, published=Published(**published) if published else None)
