"""Cards about the bot itself: help, welcome, privacy, settings and insights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.discord.render.atoms import cut
from bot.discord.render.cards import Card, card
from bot.discord.render.citing import excerpt
from bot.discord.render.escape import one_line, plain
from bot.discord.render.words import Words

_CHANNELS = 30
_TOP = 5
_MODES = {"mention", "every_post", "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """The settings of a guild as they are shown. default: the mode of channels without their own.

    channels: id and mode ("mention", "every_post", "off"). roles, managers: ids. language: "auto",
    "en" or "de". per_person, per_guild: questions a day, None: no limit. retention_days: None:
    until it is asked for.
    """

    default: str
    channels: Mapping[int, str]
    threads: bool
    roles: Sequence[int]
    managers: Sequence[int]
    own_library: bool
    articles: int
    language: str
    per_person: int | None
    per_guild: int | None
    retention_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightsView:
    """What was asked of a guild in some days. top: titles with how often they were cited.

    unanswered_questions, disliked: questions as they were asked, the most frequent first.
    """

    days: int
    questions: int
    answered: int
    unanswered: int
    useful: int
    useless: int
    people: int | None = None
    top: Sequence[tuple[str, int]] = ()
    unanswered_questions: Sequence[str] = ()
    disliked: Sequence[str] = ()


def settings_card(view: SettingsView, words: Words) -> Card:
    """All settings of a guild."""
    channels = [f"<#{channel}>: {_mode(mode, words)}" for channel, mode in view.channels.items()]
    elsewhere = _mode(view.default, words)
    if channels:
        elsewhere = f"{words('settings.default_mode')}: {elsewhere}"
    library = words("settings.library_own" if view.own_library else "settings.library_host")
    articles = words("library.total", n=view.articles)
    kept = view.retention_days
    fields = (
        (words("settings.channels"), "\n".join((*channels[:_CHANNELS], elsewhere))),
        (
            words("settings.threads"),
            words("settings.threads_thread" if view.threads else "settings.threads_reply"),
        ),
        (words("settings.roles"), _roles(view.roles) or words("settings.everyone")),
        (
            words("settings.managers"),
            ", ".join(filter(None, (words("settings.managers_default"), _roles(view.managers)))),
        ),
        (words("settings.library"), f"{library} ({articles})"),
        (words("settings.language"), words(f"settings.language_{view.language}")),
        (words("settings.limits"), _limits(view, words)),
        (
            words("settings.retention"),
            words("settings.retention_never")
            if kept is None
            else words("settings.retention_days", n=kept),
        ),
    )
    return card(words("settings.title"), fields=fields, footer=words("settings.footer"))


def insights_card(view: InsightsView, words: Words) -> Card:
    """What was asked and how it went."""
    period = words("insights.period", n=view.days)
    if not view.questions:
        return card(words("insights.title"), words("insights.empty"), footer=period)
    people = "" if view.people is None else str(view.people)
    top = [f"{number} × {cut(one_line(title), 150)}" for title, number in view.top[:_TOP]]
    fields = (
        (words("insights.questions"), str(view.questions)),
        (words("insights.answered"), str(view.answered)),
        (words("insights.unanswered"), str(view.unanswered)),
        (words("insights.rating"), f"{view.useful} / {view.useless}"),
        (words("insights.people"), people),
        (words("insights.top_articles"), "\n".join(top)),
        (words("insights.top_unanswered"), _questions(view.unanswered_questions)),
        (words("insights.top_disliked"), _questions(view.disliked)),
    )
    return card(words("insights.title"), fields=fields, footer=plain(period))


def help_card(words: Words, *, content_intent: bool, manager: bool) -> Card:
    """How to ask. content_intent: whether follow-ups need no mention."""
    follow = "help.follow" if content_intent else "help.follow_without_intent"
    lines = [
        words("help.ask"),
        words(follow),
        words("help.check", check=words("commands.menu.check")),
        words("help.sources", sources=words("labels.sources")),
        words("help.abstain"),
        words("help.library"),
        *([words("help.manage")] if manager else []),
        words("help.privacy"),
    ]
    return card(words("help.title"), "\n".join(f"- {line}" for line in lines))


def welcome_card(words: Words) -> Card:
    """What a server is told when the bot joins it."""
    text = words("welcome.text", ask=words("commands.menu.ask"), check=words("commands.menu.check"))
    return card(words("welcome.title"), f"{text}\n\n{words('welcome.admin')}")


def privacy_card(words: Words, *, retention_days: int | None, model: str | None) -> Card:
    """What is stored, for how long, and who else reads it. model: the language model's name."""
    when = (
        words("settings.retention_never")
        if retention_days is None
        else words("settings.retention_days", n=retention_days)
    )
    reader = words("privacy.model", model=one_line(model)) if model else words("privacy.no_model")
    return card(words("privacy.title"), words("privacy.text", when=when, model=reader))


def forgotten(words: Words, entries: int) -> str:
    """What was stored about a person is deleted."""
    if not entries:
        return words("privacy.nothing_to_forget")
    return f"{words('privacy.forgotten')} {words('privacy.forgotten_count', n=entries)}"


def _mode(mode: str, words: Words) -> str:
    return words(f"modes.{mode}") if mode in _MODES else one_line(mode)


def _roles(roles: Sequence[int]) -> str:
    return ", ".join(f"<@&{role}>" for role in roles)


def _limits(view: SettingsView, words: Words) -> str:
    limits = (("settings.per_person", view.per_person), ("settings.per_guild", view.per_guild))
    shown = [words(key, n=number) for key, number in limits if number is not None]
    return ", ".join(shown) or words("settings.no_limit")


def _questions(questions: Sequence[str]) -> str:
    return "\n".join(f"- {excerpt(question, 150)}" for question in questions[:_TOP])
