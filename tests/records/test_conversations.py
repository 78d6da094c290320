"""Conversations in their file: begun, gone on with, renamed, deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.records.conversations import FILE_NAME, Conversations, Exchange, Went
from bot.records.keeper import Keeper
from retrieval.errors import UnknownConversation, UsageError
from tests.records.replies import NOON, abstention, answer, exchange


@pytest.fixture
def store(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "home")


def questions(store: Conversations, name: str | None = None) -> list[str]:
    return [one.reply.question for one in store.find(name)[1]]


def begin(store: Conversations, *asked: str, name: str = "") -> Keeper:
    keeper = Keeper(store, name=name)
    for question in asked:
        assert keeper.add(exchange(question)) == ""
    return keeper


def test_nothing_is_there_and_no_file_is_made_before_something_is_said(
    store: Conversations, tmp_path: Path
) -> None:
    assert store.rows() == []
    assert store.questions(limit=5) == []
    assert store.check() == 0
    assert not (tmp_path / "home").exists()
    with pytest.raises(UnknownConversation, match="No conversation is saved yet"):
        store.find()


def test_what_was_said_is_read_back_whole(store: Conversations) -> None:
    said = [Exchange(answer("Who?"), NOON), Exchange(abstention("Why?"), NOON)]
    keeper = Keeper(store)
    for one in said:
        keeper.add(one)
    place, found = store.find("who")
    assert list(found) == said
    assert (place.name, place.exchanges) == ("who", 2)


def test_a_question_that_is_not_quite_text_is_saved_too(store: Conversations) -> None:
    hostile = "half a character \udc80, \x00, \x1b[2J and \u2028"
    begin(store, hostile)
    assert questions(store) == [hostile]


def test_the_file_is_readable_by_its_owner_only(store: Conversations, tmp_path: Path) -> None:
    begin(store, "Who?")
    assert (tmp_path / "home" / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == [FILE_NAME]


def test_the_last_one_is_that_which_was_used_last_whatever_the_clock_says(
    store: Conversations,
) -> None:
    older = begin(store, "Who?")
    begin(store, "Where?")
    older.add(exchange("When?", at="1999-01-01T00:00:00Z"))
    assert store.find()[0].name == "who"
    assert [(row.name, row.exchanges) for row in store.rows()] == [("who", 2), ("where", 1)]
    row = store.rows()[0]
    assert (row.started_at, row.used_at) == (NOON, "1999-01-01T00:00:00Z")
    assert row.first_question == "Who?"


def test_two_that_begin_alike_have_two_names(store: Conversations) -> None:
    begin(store, "Who?")
    begin(store, "Who?", "When?")
    assert [row.name for row in store.rows()] == ["who-2", "who"]


def test_a_name_is_found_as_it_was_typed_and_a_slip_is_answered_with_the_nearest(
    store: Conversations,
) -> None:
    begin(store, "Who?", name="my-bridges")
    assert questions(store, "My Bridges") == ["Who?"]
    with pytest.raises(UnknownConversation, match="Did you mean 'my-bridges'"):
        store.find("my-brigdes")
    with pytest.raises(UnknownConversation, match="See: dateline conversations"):
        store.find("entirely else")


def test_the_latest_questions_of_all_are_told_oldest_first(store: Conversations) -> None:
    first = begin(store, "1?", "2?")
    begin(store, "3?")
    first.add(exchange("4?"))
    assert store.questions(limit=3) == ["2?", "3?", "4?"]


def test_a_conversation_is_renamed_and_a_taken_name_is_refused(store: Conversations) -> None:
    keeper = begin(store, "Who?")
    begin(store, "Where?")
    keeper.rename("Old Bridges")
    keeper.rename("old bridges")
    keeper.add(exchange("When?"))
    assert questions(store, "old-bridges") == ["Who?", "When?"]
    with pytest.raises(UsageError, match="already a conversation 'where'"):
        keeper.rename("where")
    with pytest.raises(UsageError, match="no name"):
        keeper.rename("?!")


def test_a_name_given_before_anything_was_said_is_kept_for_it(store: Conversations) -> None:
    keeper = Keeper(store)
    keeper.rename("Mills")
    assert store.rows() == []
    keeper.add(exchange("Who?"))
    assert store.find()[0].name == "mills"


def test_a_name_that_another_took_meanwhile_is_numbered_and_that_is_said(
    store: Conversations,
) -> None:
    keeper = Keeper(store, name="mills")
    begin(store, "Who?", name="mills")
    assert "called 'mills-2' now" in keeper.add(exchange("Where?"))
    assert questions(store, "mills") == ["Who?"]


def test_a_new_conversation_leaves_the_one_before_it_saved(store: Conversations) -> None:
    keeper = begin(store, "Who?")
    assert keeper.renew() == ""
    keeper.add(exchange("Where?"))
    assert [row.name for row in store.rows()] == ["where", "who"]


def test_two_that_go_on_with_one_conversation_are_not_mixed(store: Conversations) -> None:
    begin(store, "Who?")
    one, other = (Keeper(store, place=store.find("who")[0]) for _ in range(2))
    assert one.add(exchange("One?")) == ""
    assert one.add(exchange("One again?")) == ""
    said = other.add(exchange("Other?"))
    assert said == "Another chat has gone on with 'who' meanwhile; this one goes on as 'who-2'."
    assert other.add(exchange("Other again?")) == ""
    assert one.add(exchange("One at last?")) == ""
    assert questions(store, "who") == ["Who?", "One?", "One again?", "One at last?"]
    assert questions(store, "who-2") == ["Who?", "Other?", "Other again?"]


def test_what_was_deleted_elsewhere_does_not_come_back(store: Conversations) -> None:
    keeper = begin(store, "Who?", "When?")
    store.delete(store.places(["who"]))
    assert keeper.add(exchange("Where?")) == (
        "'who' was deleted elsewhere; what is said from now on is saved as 'who'."
    )
    assert questions(store) == ["Where?"]


def test_a_conversation_renamed_elsewhere_goes_on_under_its_new_name(store: Conversations) -> None:
    keeper = begin(store, "Who?")
    store.rename(store.find("who")[0], "bridges")
    assert keeper.add(exchange("When?")) == "This conversation is called 'bridges' now."
    assert questions(store, "bridges") == ["Who?", "When?"]


def test_what_is_forgotten_is_gone_and_the_next_begins_anew(store: Conversations) -> None:
    begin(store, "Where?")
    keeper = begin(store, "Who?")
    keeper.forget()
    keeper.forget()
    assert [row.name for row in store.rows()] == ["where"]
    keeper.add(exchange("When?"))
    assert [row.name for row in store.rows()] == ["when", "where"]


def test_an_unknown_name_among_several_deletes_none(store: Conversations) -> None:
    begin(store, "Who?")
    with pytest.raises(UnknownConversation):
        store.places(["who", "nobody"])
    assert [place.name for place in store.places()] == ["who"]


def test_only_the_new_exchanges_of_a_conversation_say_where_they_went(store: Conversations) -> None:
    place, went = store.append(None, [exchange("Who?"), exchange("When?")], name="bridges")
    assert (place.name, place.exchanges, went) == ("bridges", 2, Went.ON)
