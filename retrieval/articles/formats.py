"""The formats that are read, and the names of those that are not."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal

from retrieval.errors import UnsupportedFormat

Format = Literal["plain", "markdown", "page", "jsonl"]

_READ: dict[str, Format] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_NAMES = {
    ".pdf": "PDF",
    ".doc": "Word",
    ".docx": "Word",
    ".odt": "OpenDocument",
    ".rtf": "RTF",
    ".epub": "EPUB",
    ".ppt": "PowerPoint",
    ".pptx": "PowerPoint",
    ".xls": "Excel",
    ".xlsx": "Excel",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".json": "JSON (one document)",
    ".xml": "XML",
    ".rss": "RSS",
    ".eml": "E-mail",
    ".mht": "MHTML",
    ".mhtml": "MHTML",
    ".zip": "Zip",
    ".gz": "Gzip",
    ".parquet": "Parquet",
    ".rst": "reStructuredText",
    ".tex": "LaTeX",
}
NOT_ARTICLES = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__pycache__", "node_modules"})


def format_of(path: str) -> Format | None:
    """Return the format that a file's name promises, or None where it is not read."""
    return _READ.get(PurePath(path).suffix.casefold())


def unsupported(path: str) -> UnsupportedFormat:
    """Return the error that names the file's format."""
    suffix = PurePath(path).suffix.casefold()
    hint = "Convert it to .txt, .md, .html or .jsonl."
    if not suffix:
        return UnsupportedFormat(
            "a file without an extension is not read.",
            path=path,
            hint="Name it .txt if it is text.",
        )
    if suffix == ".json":
        hint = "Write one article a line to a .jsonl file."
    elif suffix == ".gz":
        hint = "Unpack it first."
    return UnsupportedFormat(f"{_NAMES.get(suffix, suffix)} is not read yet.", path=path, hint=hint)
