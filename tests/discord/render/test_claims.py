from __future__ import annotations

from hypothesis import given

from bot.discord.render.claims import claims
from bot.discord.render.words import words
from retrieval.types import ClaimCheck, Verdict
from tests.discord.render import hostile, samples
from tests.discord.render.grammar import RAW, size
from tests.discord.render.hostile import patient

EN = words("en")
SUPPORTED = ClaimCheck(
    claim="Nobody was hurt.",
    verdict=Verdict.SUPPORTED,
    citations=(samples.citation(1), samples.citation(2, samples.STRIKE, quote="No one.")),
    passages=(),
)
CONTRADICTED = ClaimCheck(
    claim="Five were hurt.",
    verdict=Verdict.CONTRADICTED,
    citations=(samples.citation(3),),
    passages=(),
)
NOT_TOLD = ClaimCheck(
    claim="It rained.", verdict=Verdict.NOT_TOLD, citations=(), passages=(samples.passage(),)
)


def test_each_claim_has_its_verdict_and_what_the_articles_say() -> None:
    (piece,) = claims([SUPPORTED, CONTRADICTED, NOT_TOLD], EN, left_out=2)
    head, first, again, second, third, last = piece.split("\n\n")
    assert head == (
        "**3 claims checked:** ✅ 1 Supported · ❌ 1 Contradicted · ❔ 1 Not in the articles"
    )
    assert first.split("\n")[0] == "✅ **Supported**: Nobody was hurt."
    assert first.split("\n")[1].startswith("-# [1] Fjord Courier · [Ferry runs aground")
    assert first.split("\n")[2] == "> Eighty passengers were brought ashore, and nobody was hurt."
    assert again == "-# [2] Crane drivers walk out · May 2020\n> No one."
    assert second.startswith("❌ **Contradicted**: Five were hurt.\n-# [3] ")
    assert third.startswith("❔ **Not in the articles**: It rained.\n-# The nearest passage: ")
    assert last == "-# 2 more claims in the message were not checked."


def test_a_message_without_a_claim_is_told_so() -> None:
    assert claims([], EN) == ("There is no claim to check in this message.",)


def test_a_claim_stays_with_its_sources() -> None:
    for piece in claims([SUPPORTED] * 12, EN)[1:]:
        assert piece.startswith("✅ **Supported**")
        assert piece.endswith("> No one.")


@patient
@given(hostile.text)
def test_a_claim_does_nothing(text: str) -> None:
    check = ClaimCheck(
        claim=text,
        verdict=Verdict.SUPPORTED,
        citations=(samples.citation(1, quote=text, start=0),),
        passages=(),
    )
    for piece in claims([check] * 3, words("de")):
        assert size(piece) <= 2000
        for name in ("everyone", "user or role", "channel", "command", "invite"):
            assert not RAW[name].search(piece), name
