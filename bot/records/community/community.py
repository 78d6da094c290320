"""Everything that the Discord front remembers, over one file."""

from __future__ import annotations

from bot.records.community.asking import Questions
from bot.records.community.feedback import Feedback
from bot.records.community.memory import Memory
from bot.records.community.once import Once
from bot.records.community.retention import Retention
from bot.records.community.settings import Settings
from bot.records.community.watches import Watches


class Community(Questions, Memory, Feedback, Settings, Watches, Once, Retention):
    """Every method is one transaction and may raise RecordsError.

    Any thread may use it, and any number of processes the file at the same time.
    """
