"""What is counted, without doing anything: values in, figures out (docs/metrics.md)."""

from bot.evaluation.metrics.citation import overlaps

__all__ = ["overlaps"]
