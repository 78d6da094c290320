"""Parts of the page go, sentences of the article stay."""

from __future__ import annotations

import pytest

from retrieval.articles.furniture import furniture

BODY = "The pier fell into the sea on Monday, and nobody was hurt, the harbour master said."


def kept(*lines: str) -> list[str]:
    dropped = furniture(lines)
    return [line for index, line in enumerate(lines) if index not in dropped and line]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Home News Video Search Facebook Twitter YouTube",
        "Facebook Twitter WhatsApp Email",
        "Download full report",
        "View profile",
        "Advertisement",
        "Share this article",
        "READ MORE: Ferry to sail again",
        "Sign up for our daily newsletter and never miss a story",
        "This site uses cookies to improve your experience.",
        "© 2022 Harbour Post. All rights reserved.",
        "Main Image Credit The pier in 2015. Courtesy of Town Archive / CC BY-NC 2.0",
        "PHOTO/AFP  -  The pier before the storm",
        "AFP/JANE DOE - The harbour master on the beach",
        "The pier before the storm. (Photo by Jane Doe/Getty Images)",
        "The harbour master looks at the sea. Photograph: Jane Doe/AFP",
        "(AP Photo/Jane Doe)",
        "• Document Number: HP-2022-7",
        "Tags: pier, storm",
        "5 min read",
    ],
)
def test_page_furniture_is_removed(line: str) -> None:
    assert kept(BODY, line, BODY + " Again.") == [BODY, BODY + " Again."]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices of the ferry company fell by a tenth on the same day.",
        "Facebook said on Monday that it had removed the pictures of the pier.",
        "Photo editors were asked to leave the beach before the tide came in.",
        "Register as a new guest by giving your name and e-mail at the desk of the harbour.",
        "Source: Jane Doe, harbour office",
        "Date: Wednesday, March 16",
        "Reuters reported that the pier had been closed for a year before it fell.",
        "The committee sees more in it than a pier. It sees a promise.",
        "Follow the money, the harbour master likes to say, and you will find the sea.",
        "Images of the pier went round the world (see the report of the Getty Museum).",
        "He added: “Related problems will follow.”",
        "Competing interests",
        "- The ferry sails at nine",
    ],
)
def test_sentences_headings_and_facts_stay(line: str) -> None:
    assert line in kept(BODY, "", line, "", BODY + " Again.")


def test_a_name_before_a_credit_about_that_person_is_a_caption() -> None:
    lines = ("Jane Doe", "PHOTO/AFP - Harbour master Jane Doe", "Competing plans", BODY)
    assert kept(*lines) == ["Competing plans", BODY]


def test_a_heading_before_a_caption_stays() -> None:
    assert "Lake Pier" in kept(BODY, "Lake Pier", "Lake Pier is the oldest (Getty Images)", BODY)


def test_a_pull_quote_goes_and_its_sentence_stays() -> None:
    quote = "the council counts on the patience of the families"
    sentence = f"Second, {quote}, and it may be wrong about that."
    assert kept(BODY, "", quote.capitalize(), "", sentence) == [BODY, sentence]


def test_a_table_of_contents_goes_and_its_headings_stay() -> None:
    lines = (
        "Contents",
        "1. The storm",
        "2. The pier",
        "The storm",
        BODY,
        "The pier",
        "It stood long.",
    )
    assert kept(*lines) == ["The storm", BODY, "The pier", "It stood long."]


def test_titles_below_related_stories_go() -> None:
    lines = (
        [BODY] * 1 + [f"{BODY} Part {n}." for n in range(10)] + ["Related stories", "Ferry sails"]
    )
    assert kept(*lines)[-1].endswith("Part 9.")


def test_repeated_facts_of_a_list_stay() -> None:
    lines = ("Ferry one", "Annual fee: 40 crowns for each of the four seasons", "Ferry two")
    assert len(kept(*lines, lines[1])) == 4
