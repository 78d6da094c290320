"""A stored reply is read back as it was, by later versions and by earlier ones."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import receipts
from bot.records.file import Unreadable
from retrieval.types import Abstention, AbstentionReason, Answer, ClaimCheck, Filters, Reply
from tests.records.replies import abstention, answer

unhurried = settings(deadline=None)  # a loaded machine takes its time


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that the type allows, every field of a dataclass filled."""
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind):
        fields = {name: any_of(hint) for name, hint in get_type_hints(kind).items()}
        return st.builds(kind, **fields)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if origin is types.UnionType:
        return st.one_of([any_of(one) for one in inner])
    if origin is tuple:
        return st.lists(any_of(inner[0]), max_size=2).map(tuple)
    if origin is Mapping:
        return st.dictionaries(st.text(), any_of(inner[1]), max_size=2)
    if origin is Literal:
        return st.sampled_from(inner)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(),
        int: st.integers(),
        bool: st.booleans(),
        float: st.floats(allow_nan=False),
        types.NoneType: st.none(),
    }
    return simple[kind]


def through_text(reply: Reply) -> Reply:
    return receipts.from_json(json.loads(json.dumps(receipts.to_json(reply))))


@unhurried
@given(any_of(Answer))
def test_any_answer_is_read_back_as_it_was(reply: Answer) -> None:
    assert through_text(reply) == reply


@unhurried
@given(any_of(tuple[ClaimCheck, ...]), any_of(Filters))
def test_other_values_are_read_back_as_they_were(
    checks: tuple[ClaimCheck, ...], filters: Filters
) -> None:
    kind: Any
    for kind, value in ((tuple[ClaimCheck, ...], checks), (Filters, filters)):
        assert receipts.load_value(kind, receipts.dump_value(value)) == value


@pytest.mark.parametrize("text", ["", "{", "[3]", '[{"claim": 1}]', '[{"verdict": "so"}]', "null"])
def test_a_value_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        receipts.load_value(tuple[ClaimCheck, ...], text)


@unhurried
@given(any_of(Abstention))
def test_any_abstention_is_read_back_as_it_was(reply: Abstention) -> None:
    assert through_text(reply) == reply


def test_every_field_of_a_reply_is_stored() -> None:
    stored = receipts.to_json(answer("When?"))
    assert set(stored) == {"kind", *Answer.__dataclass_fields__}
    assert stored["passages"][0]["article"]["published"] == {"iso": "1902-05", "precision": "month"}
    assert stored["sentences"][0]["support"] == 2 / 3


def _with_unknown_fields(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_unknown_fields(one) for one in value]
    if isinstance(value, dict) and value and "search" not in value:  # not the timings
        known = {name: _with_unknown_fields(one) for name, one in value.items()}
        return {"from_the_future": [1, {"a": None}], **known}
    return value


@pytest.mark.parametrize("reply", [answer("When?"), abstention("When?")])
def test_what_a_newer_version_added_is_left_out(reply: Reply) -> None:
    assert receipts.from_json(_with_unknown_fields(receipts.to_json(reply))) == reply


def test_what_an_older_version_did_not_know_has_its_default() -> None:
    stored = receipts.to_json(answer("When?"))
    for name in ("prompts", "usage", "dropped"):
        del stored[name]
    reply = receipts.from_json(stored)
    assert isinstance(reply, Answer)
    assert (reply.prompts, reply.usage, reply.dropped) == ("", None, 0)


def test_a_reason_of_a_newer_version_leaves_the_message() -> None:
    reply = receipts.from_json({**receipts.to_json(abstention("When?")), "reason": "tired"})
    assert isinstance(reply, Abstention)
    assert reply.reason is AbstentionReason.NOT_STATED
    assert reply.message == "The articles do not tell."


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "poem"},
        {"kind": None},
        {"question": 3},
        {"dropped": True},
        {"sentences": {}},
        {"sentences": [{"text": "without citations"}]},
        {"passages": ["a text"]},
        {"timings_ms": [1]},
        {"timings_ms": {"search": "long"}},
        {"usage": "much"},
    ],
)
def test_what_is_no_receipt_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"expected|no reply|missing"):
        receipts.from_json({**receipts.to_json(answer("When?")), **change})


def test_a_precision_that_there_is_not_is_refused() -> None:
    for precision in ("hour", [], None):
        stored = receipts.to_json(answer("When?"))
        stored["citations"][0]["article"]["published"]["precision"] = precision
        with pytest.raises(ValueError, match="one of day, month, year was expected"):
            receipts.from_json(stored)


@pytest.mark.parametrize("value", [None, 3, "answer", [], {}])
def test_what_is_not_even_an_object_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="no reply"):
        receipts.from_json(value)
