"""Whatever is done in many guilds, nothing of one is given for another's id."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records.community.community import Community
from bot.records.community.settings import GuildSettings
from bot.records.community.watches import NewWatch
from tests.records.community.asked import ANN, BEN, new
from tests.records.replies import abstention, answer

GUILDS = (1, 2, 12, None)
steps = st.lists(
    st.tuples(
        st.sampled_from(["ask", "abstain", "dislike", "watch", "follow", "choose", "forget"]),
        st.sampled_from(GUILDS),
        st.sampled_from([ANN, BEN]),
    ),
    max_size=25,
)


def mark(guild_id: int | None) -> str:
    return f"<guild {guild_id}>"


def do(community: Community, what: str, guild_id: int | None, asker: str, number: int) -> None:
    text = f"{mark(guild_id)} {number}?"
    if what == "watch":
        community.watch(NewWatch(guild_id=guild_id, question=text, asker=asker, channel_id=number))
    elif what == "choose" and guild_id is not None:
        community.change_settings(guild_id, GuildSettings(user_daily=guild_id))
    elif what == "forget" and guild_id is not None:
        community.forget_guild(guild_id)
    else:
        parent = number if what == "follow" else None  # of whatever guild
        place = hash(guild_id) % 1000 + 5  # Discord's channels are of one guild
        taken = community.accept(
            new(text, guild_id=guild_id, asker=asker, place_id=place, parent_id=parent)
        )
        assert taken is not None
        reply = abstention(text) if what == "abstain" else answer(text, quote=text)
        community.answered(taken.id, reply, 5)
        if what == "dislike":
            community.say_why(taken.id, text, BEN)


@settings(max_examples=40, deadline=None)  # each makes a file
@given(steps)
def test_nothing_of_one_guild_is_given_for_another(
    taken: list[tuple[str, int | None, str]],
) -> None:
    with TemporaryDirectory() as folder:
        community = Community(Path(folder))
        for number, (what, guild_id, asker) in enumerate(taken):
            do(community, what, guild_id, asker, number)
        counted = 0
        for guild_id in GUILDS:
            given = [repr(community.insights(guild_id, 0)), repr(community.watches(guild_id))]
            given += [json.dumps(one) for one in community.candidates(guild_id)]
            counted += community.insights(guild_id, 0).questions
            for asker in (ANN, BEN):
                given.append(repr(community.turns(hash(guild_id) % 1000 + 5, asker, limit=9)))
            if guild_id is not None:
                assert community.settings(guild_id).user_daily in (guild_id, 200)
            others = [mark(one) for one in GUILDS if one != guild_id]
            assert not any(other in text for other in others for text in given)
        assert counted == community.check()
        chains = [
            (one, community.chain(one, asker, 9)) for one in range(1, 26) for asker in (ANN, BEN)
        ]
        for question_id, turns in chains:
            first = community.question(question_id)
            if first is not None:
                assert all(
                    mark(first.guild_id) in turn.content for turn in turns if turn.role == "user"
                )
        community.close()
