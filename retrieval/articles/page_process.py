"""The process of page_apart: pages from standard input, a line of JSON for each."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from retrieval.articles.page import read_page
from retrieval.errors import ArticleError


def serve() -> None:
    """Read pages, each behind a line with its path and its size, until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints is no answer
    while line := source.readline():
        path, size = json.loads(line)
        try:
            told = asdict(read_page(source.read(size), path=path))
        except ArticleError as error:
            told = {"error": error.message, "hint": error.hint}
        target.write(json.dumps(told).encode() + b"\n")
        target.flush()


if __name__ == "__main__":
    serve()
