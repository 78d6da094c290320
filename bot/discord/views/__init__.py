"""What a person presses and fills in under an answer."""

from bot.discord.views.table import ITEMS, for_answer, for_claims, for_edited, submitted

__all__ = ["ITEMS", "for_answer", "for_claims", "for_edited", "submitted"]
