"""What Dateline says and asks, as Markdown templates with strict variables."""

from prompts.loader import Template, load

__all__ = ["Template", "load"]
