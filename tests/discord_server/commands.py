"""Discord's rules for application commands."""

from __future__ import annotations

import re
from typing import Any

from .components import text_of
from .refusals import invalid, required, wrong_length

NAME = re.compile(r"^[-_\w]{1,32}$")
LOCALES = {
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no",
    "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg",
    "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
}  # fmt: skip
SUBCOMMAND, GROUP = 1, 2


def check_commands(commands: Any) -> None:
    """Refuse (50035) a list for PUT /applications/{id}/commands."""
    if not isinstance(commands, list):
        raise invalid("commands", "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType")
    for kind, most in ((1, 100), (2, 15), (3, 15)):
        of_kind = [one for one in commands if one.get("type", 1) == kind]
        if len(of_kind) > most:
            text = f"Maximum number of application commands reached ({most})"
            raise invalid("commands", "APPLICATION_COMMANDS_LIMIT", text)
        names = [one.get("name") for one in of_kind]
        if len(set(names)) < len(names):
            text = "Application command names must be unique"
            raise invalid("commands", "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
    for number, command in enumerate(commands):
        check_command(command, str(number))


def check_command(command: dict[str, Any], path: str) -> None:
    kind = command.get("type", 1)
    if kind not in {1, 2, 3}:
        raise invalid(f"{path}.type", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3}.")
    if kind == 1:
        _check_name(command, path)
        _check_description(command, path)
        _check_options(command, path, depth=0)
    else:
        text_of(command, "name", path, least=1, most=32)
        _check_localized(command, "name", path, pattern=None, most=32)
        if command.get("description"):
            text = "Context menu commands cannot have description"
            raise invalid(path, "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", text)
        if command.get("options"):
            text = "Context menu commands cannot have options"
            raise invalid(path, "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", text)
    if _size(command) > 8000:
        raise invalid(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
    wanted = command.get("default_member_permissions")
    if wanted is not None and not str(wanted).isdigit():
        raise invalid(f"{path}.default_member_permissions", "BASE_TYPE_BAD_TYPE", "Not a bit set.")


def _size(part: dict[str, Any]) -> int:
    """Characters of names, descriptions and values, localizations counted at their longest."""
    total = 0
    for key in ("name", "description"):
        others = (part.get(f"{key}_localizations") or {}).values()
        total += max(map(len, [str(part.get(key) or ""), *others]))
    total += len(part["value"]) if isinstance(part.get("value"), str) else 0
    return total + sum(map(_size, [*(part.get("options") or []), *(part.get("choices") or [])]))


def _check_name(part: dict[str, Any], path: str) -> None:
    name = text_of(part, "name", path, least=1, most=32)
    if not NAME.match(name) or name != name.lower():
        text = "String value did not match validation regex."
        raise invalid(f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", text)
    _check_localized(part, "name", path, pattern=NAME, most=32)


def _check_description(part: dict[str, Any], path: str) -> None:
    text_of(part, "description", path, least=1, most=100)
    _check_localized(part, "description", path, pattern=None, most=100)


def _check_localized(
    part: dict[str, Any], key: str, path: str, *, pattern: re.Pattern[str] | None, most: int
) -> None:
    here = f"{path}.{key}_localizations"
    for locale, text in (part.get(f"{key}_localizations") or {}).items():
        if locale not in LOCALES:
            raise invalid(
                f"{here}.{locale}", "ENUM_TYPE_COERCE", f'Value "{locale}" is not a locale.'
            )
        if not 1 <= len(text) <= most:
            raise wrong_length(f"{here}.{locale}", 1, most)
        if pattern and (not pattern.match(text) or text != text.lower()):
            reason = "String value did not match validation regex."
            raise invalid(f"{here}.{locale}", "APPLICATION_COMMAND_INVALID_NAME", reason)


def _check_options(command: dict[str, Any], path: str, *, depth: int) -> None:
    options = command.get("options") or []
    if len(options) > 25:
        raise wrong_length(f"{path}.options", 0, 25)
    names = [option.get("name") for option in options]
    if len(set(names)) < len(names):
        text = "Option names must be unique"
        raise invalid(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", text)
    optional = False
    for number, option in enumerate(options):
        here = f"{path}.options.{number}"
        _check_option(option, here, depth=depth)
        if option.get("required") and optional:
            text = "Required options must be placed before non-required options"
            raise invalid(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional = optional or not option.get("required")
    kinds = {option.get("type") for option in options}
    if kinds & {SUBCOMMAND, GROUP} and kinds - {SUBCOMMAND, GROUP}:
        text = "Sub-commands and other options are mutually exclusive"
        raise invalid(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)


def _check_option(option: dict[str, Any], path: str, *, depth: int) -> None:
    kind = option.get("type")
    if kind not in range(1, 12):
        raise invalid(f"{path}.type", "BASE_TYPE_CHOICES", "Value must be one of {1, ..., 11}.")
    _check_name(option, path)
    _check_description(option, path)
    if kind in {SUBCOMMAND, GROUP}:
        if depth == 2 or (kind == GROUP and depth == 1):
            text = "Sub-commands cannot be nested here"
            raise invalid(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
        if kind == GROUP and not option.get("options"):
            raise required(f"{path}.options")
        _check_options(option, path, depth=depth + 1 if kind == GROUP else 2)
        return
    choices = option.get("choices") or []
    if len(choices) > 25:
        raise wrong_length(f"{path}.choices", 0, 25)
    if choices and option.get("autocomplete"):
        text = "Choices and autocomplete are mutually exclusive"
        raise invalid(path, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", text)
    for number, choice in enumerate(choices):
        text_of(choice, "name", f"{path}.choices.{number}", least=1, most=100)
        _check_localized(choice, "name", f"{path}.choices.{number}", pattern=None, most=100)
        if kind == 3:
            text_of(choice, "value", f"{path}.choices.{number}", least=1, most=100)
    if (
        not 0 <= (option.get("min_length") or 0) <= 6000
        or not 0 <= (option.get("max_length") or 1) <= 6000
    ):
        text = "int value should be between 0 and 6000."
        raise invalid(f"{path}.min_length", "NUMBER_TYPE_RANGE", text)


def check_choices(data: dict[str, Any]) -> None:
    """Refuse (50035) what an autocomplete may not suggest."""
    choices = data.get("choices")
    if not isinstance(choices, list):
        raise required("data.choices")
    if len(choices) > 25:
        raise wrong_length("data.choices", 0, 25)
    for number, choice in enumerate(choices):
        text_of(choice, "name", f"data.choices.{number}", least=1, most=100)
        if isinstance(choice.get("value"), str):
            text_of(choice, "value", f"data.choices.{number}", least=1, most=100)


# Reading synced commands as Discord's own client does


def option_path(options: list[dict[str, Any]], names: list[str]) -> list[dict[str, Any]] | None:
    """The options behind `/name sub sub`, or None where there is no such command."""
    for name in names:
        found = [
            one for one in options if one["name"] == name and one["type"] in {SUBCOMMAND, GROUP}
        ]
        if not found:
            return None
        options = found[0].get("options") or []
    if any(one["type"] in {SUBCOMMAND, GROUP} for one in options):
        return None
    return options
