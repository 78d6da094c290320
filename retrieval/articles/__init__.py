"""Files and folders -> articles: text, title, outlet, authors, date."""

from retrieval.articles.files import count, location, sources
from retrieval.articles.reader import read

__all__ = ["count", "location", "read", "sources"]
