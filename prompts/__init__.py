"""What Dateline says and asks, as Markdown templates with strict variables."""

from prompts.loader import PromptError, Prompts, Template, load

__all__ = ["PromptError", "Prompts", "Template", "load"]
