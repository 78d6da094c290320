"""A whole reply as JSON and back: what is stored is the receipt, exactly as it was shown."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from retrieval.types import Abstention, AbstentionReason, Answer, Reply

Json = dict[str, Any]
_KINDS: Mapping[str, type[Answer] | type[Abstention]] = types.MappingProxyType(
    {"answer": Answer, "abstention": Abstention}
)


def to_json(reply: Reply) -> Json:
    """The reply with every field of every value in it, and its kind."""
    kind = next(name for name, known in _KINDS.items() if isinstance(reply, known))
    return {"kind": kind, **_plain(reply)}


def from_json(value: Any) -> Reply:
    """The reply that `to_json` was given; ValueError for anything else.

    A field that this version does not know is left out, one that an older version did not know
    has its default.
    """
    kind = _KINDS.get(str(value.get("kind"))) if isinstance(value, dict) else None
    if kind is None:
        raise ValueError("this is no reply")
    reply: Reply = _read(kind, value)
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
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    """`value`, as JSON has it, as the type `kind` of `retrieval.types`."""
    if is_dataclass(kind):
        return _read_fields(kind, value)
    if kind is AbstentionReason:
        return _reason(value)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {types.UnionType, Union}:
        (known,) = (one for one in inner if one is not types.NoneType)
        return None if value is None else _read(known, value)
    if origin is tuple and isinstance(value, list):
        return tuple(_read(inner[0], one) for one in value)
    if origin is Mapping and isinstance(value, dict):
        return {name: _read(inner[1], one) for name, one in value.items()}
    if origin is Literal and value in inner:
        return value
    if kind is float and type(value) in {int, float}:
        return float(value)
    if kind in {str, int, bool} and type(value) is kind:
        return value
    raise ValueError(f"a {getattr(kind, '__name__', kind)} was expected")


def _read_fields(kind: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(f"a {kind.__name__} was expected")
    hints = _hints(kind)
    known = {name: _read(hint, value[name]) for name, hint in hints.items() if name in value}
    try:
        return kind(**known)
    except TypeError as error:
        raise ValueError(str(error)) from None


def _reason(value: Any) -> AbstentionReason:
    """A reason that only a newer version has is told by the message anyway."""
    known = isinstance(value, str) and value in set(AbstentionReason)
    return AbstentionReason(value) if known else AbstentionReason.NOT_STATED
