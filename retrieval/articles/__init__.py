"""Files and folders -> articles: text, title, outlet, authors, date."""

from retrieval.articles.files import count, location, sources
from retrieval.articles.formats import format_of
from retrieval.articles.keys import name_of
from retrieval.articles.reader import read

__all__ = ["count", "format_of", "location", "name_of", "read", "sources"]
