"""Discord's refusals: HTTP status, JSON error code and message."""

from __future__ import annotations

from typing import Any


class Refused(Exception):  # noqa: N818  # named for what happened, as in retrieval/errors
    """A request that Discord answers with 4xx; `fault` says whether the bot could have known."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        errors: dict[str, Any] | None = None,
        fault: bool = True,
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message = status, code, message
        self.errors, self.fault = errors, fault

    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = {"message": self.message, "code": self.code}
        return found if self.errors is None else {**found, "errors": self.errors}


def invalid(field: str, code: str, message: str) -> Refused:
    """50035 for one field, given as `a.b.0.c`, in the nested form that Discord uses."""
    errors: dict[str, Any] = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(field.split(".")):
        errors = {part: errors}
    return Refused(400, 50035, "Invalid Form Body", errors=errors)


def too_long(field: str, most: int) -> Refused:
    return invalid(field, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def wrong_length(field: str, least: int, most: int) -> Refused:
    return invalid(field, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def required(field: str) -> Refused:
    return invalid(field, "BASE_TYPE_REQUIRED", "This field is required")


UNAUTHORIZED = (401, 0, "401: Unauthorized")
NOT_FOUND = (404, 0, "404: Not Found")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_ROLE = (404, 10011, "Unknown Role")
UNKNOWN_USER = (404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = (404, 10063, "Unknown application command")
TOO_LARGE = (413, 40005, "Request entity too large")
ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = (403, 50001, "Missing Access")
DM_ACTION = (403, 50003, "Cannot execute action on a DM channel")
NOT_AUTHOR = (403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
CANNOT_DM = (403, 50007, "Cannot send messages to this user")
NOT_TEXT = (400, 50008, "Cannot send messages in a non-text channel")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
WRONG_CHANNEL_TYPE = (400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN = (401, 50027, "Invalid Webhook Token")
THREAD_ARCHIVED = (400, 50083, "Tried to perform an operation on an archived thread")
INVALID_JSON = (400, 50109, "The request body contains invalid JSON.")
NO_HISTORY = (400, 160002, "You cannot reply without permission to read message history")
THREAD_EXISTS = (400, 160004, "A thread has already been created for this message")
THREAD_LOCKED = (400, 160005, "This thread is locked")

# What people bring about and a bot learns only by trying.
BY_PEOPLE = {10003, 10004, 10007, 10008, 10013, 50001, 50007, 50013, 50083, 160005}


def refused(which: tuple[int, int, str]) -> Refused:
    return Refused(*which, fault=which[1] not in BY_PEOPLE)
