"""A whole reply as JSON and back: what is stored is the receipt, exactly as it was shown."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, partial
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bot.records.file import Unreadable
from retrieval.types import Abstention, AbstentionReason, Answer, Reply

Json = dict[str, Any]
_KINDS: Mapping[str, type[Answer] | type[Abstention]] = types.MappingProxyType(
    {"answer": Answer, "abstention": Abstention}
)


def dumps(reply: Reply) -> str:
    """The reply as text for a file."""
    # Escaped beyond ASCII: SQLite takes no lone surrogates, and a terminal can give some.
    return json.dumps(to_json(reply))


def loads(text: str) -> Reply:
    """The reply that `dumps` was given; Unreadable for anything else."""
    try:
        return from_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def dump_value(value: Any) -> str:
    """A value of `retrieval.types`, or a tuple of them, as text for a file."""
    return json.dumps(_plain(value))


def load_value(kind: Any, text: str) -> Any:
    """The value of the type `kind` that `dump_value` was given; Unreadable for anything else."""
    try:
        return _reader(kind)(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def to_json(reply: Reply) -> Json:
    """The reply with every field of every value in it, and its kind."""
    kind = next(name for name, known in _KINDS.items() if isinstance(reply, known))
    return {"kind": kind, **_plain(reply)}


def from_json(value: Any) -> Reply:
    """The reply that `to_json` was given; ValueError for anything else.

    A field that this version does not know is left out, one that an older version did not know
    has its default.
    """
    kind: Any = _KINDS.get(str(value.get("kind"))) if isinstance(value, dict) else None
    if kind is None:
        raise ValueError("this is no reply")
    reply: Reply = _reader(kind)(value)
    return reply


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value.value if isinstance(value, Enum) else value


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What reads a value, as JSON has it, as the type `kind` of `retrieval.types`."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        return partial(_read_fields, kind, get_type_hints(kind))
    if kind is AbstentionReason:
        return _reason
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if origin in {types.UnionType, Union}:
        (known,) = (one for one in inner if one is not types.NoneType)
        return lambda value: None if value is None else _reader(known)(value)
    if origin is tuple:
        return partial(_read_all, _reader(inner[0]))
    if origin is Mapping:
        return partial(_read_mapping, _reader(inner[1]))
    return partial(_read_literal, inner) if origin is Literal else partial(_read_simple, kind)


def _read_literal(known: tuple[str, ...], value: Any) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise ValueError(f"one of {', '.join(known)} was expected")


def _read_simple(kind: type[str | int | float | bool], value: Any) -> Any:
    if type(value) is kind:
        return value
    if kind is float and type(value) is int:
        return float(value)
    raise ValueError(f"{kind.__name__} was expected")


def _read_all(read: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError("a list was expected")
    return tuple(read(one) for one in value)


def _read_mapping(read: Callable[[Any], Any], value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("an object was expected")
    return {name: read(one) for name, one in value.items()}


def _read_fields(kind: Any, hints: Mapping[str, Any], value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("an object was expected")
    known = {name: _reader(hint)(value[name]) for name, hint in hints.items() if name in value}
    try:
        return kind(**known)
    except TypeError as error:
        raise ValueError(str(error)) from None


def _reason(value: Any) -> AbstentionReason:
    """A reason that only a newer version has is told by the message anyway."""
    known = isinstance(value, str) and value in set(AbstentionReason)
    return AbstentionReason(value) if known else AbstentionReason.NOT_STATED
