"""Which claims the articles support, which they contradict, and which they do not tell of."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.answer.evidence import Candidate
from retrieval.answer.support import Checker
from retrieval.answer.verdict import NEAREST, PASSAGES, Judge
from retrieval.index.sentences import split
from retrieval.types import ArticleInfo, ClaimCheck, Passage, Published, Verdict
from tests.fakes.embedder import HashEmbedder

TEXTS = {
    "ferry": (
        "Captain Ida Holm steered the ferry to Lunde on 4 March 2019."
        " She rescued eighty passengers. A storm had closed the harbour."
        " Mayor Olav Brekke said that nobody was hurt."
        " Brekke denied that the ferry was old. The company has not sold the ferry."
        " The board called the complaint groundless. About 90 boats sank in the storm of 1911."
    ),
    "mill": (
        "The council of Lunde sold the mill to Ana Mota in 2019. Mota paid 3 million kroner."
        " The treaty of Tarn was signed in Oslo on 7 May 1920."
        " The treaty of Tarn was not ratified by Denmark."
        " The fee fell from 30 to 20 kroner in June 2018. Norway expelled three Danish envoys on"
        " 14 June 2018. The board met in Bergen on 2 May 2017. Karl Nyman built the lighthouse."
        " The Skarv school was opened in 1960."
    ),
    "chronicle": (
        "3 June 1950. The bridge of Tarn is opened.\n9 July 1961. The railway to Hvalvik is closed."
    ),
    "review": (
        "Norway left the league on 2 May 1998. On 6 August it recalled its envoy from Tarn."
        " The club of Hvalvik was dissolved in 1970. The pier of Hvalvik burned in 1984."
        " On 9 August the members sold the boathouse."
    ),
    "league": "On 29 March 2004 seven towns joined the league, three of which are ports.",
    "notes": (
        "The Tarn museum has two rooms. The Tarn library has five rooms."
        " The Tarn mill employs six people."
    ),
}


def candidate(n: int, key: str) -> Candidate:
    info = ArticleInfo(key=key, title="News", published=Published("2021-03-05", "day"))
    text = TEXTS[key]
    whole = Passage(chunk_id=n, article=info, start=0, end=len(text), text=text, score=1.0 / n)
    return Candidate(whole, split(text), np.zeros((0, 1), dtype=np.float32), ())


FOUND = [candidate(n, key) for n, key in enumerate(TEXTS, start=1)]


def judge() -> Judge:
    checker = Checker(embed=HashEmbedder().embed, article_text=TEXTS.__getitem__)
    return Judge(checker, article_text=TEXTS.__getitem__)


def check(claim: str) -> ClaimCheck:
    return judge().judge(claim, FOUND)


def quotes(found: ClaimCheck) -> list[str]:
    return [citation.quote for citation in found.citations]


SUPPORTED = [
    ("Ida Holm steered the ferry to Lunde on 4 March 2019.", "on 4 March 2019"),
    ("Breaking: the mill was sold to Ana Mota by the council of Lunde.", "sold the mill"),
    ("Olav Brekke said nobody was hurt.", "nobody was hurt"),
    ("Norway expelled 3 Danish envoys in June 2018.", "three Danish envoys"),
    ("The fee fell to 20 kroner.", "from 30 to 20"),
    ("On 3 June 1950 the bridge of Tarn was opened.", "The bridge of Tarn"),
    ("Norway recalled its envoy from Tarn on 6 August 1998.", "On 6 August it recalled"),
    ("The treaty of Tarn was signed in May 1920.", "on 7 May 1920"),
]
CONTRADICTED = [
    # a number
    ("Norway expelled five Danish envoys on 14 June 2018.", "three Danish envoys"),
    ("Ana Mota paid 8 million kroner.", "3 million kroner"),
    ("The fee fell to 10 kroner.", "from 30 to 20"),
    ("The fee fell from 20 to 30 kroner.", "from 30 to 20"),
    # a date
    ("Ida Holm steered the ferry to Lunde on 4 March 2018.", "4 March 2019"),
    ("The treaty of Tarn was signed in Oslo on 9 May 1920.", "7 May 1920"),
    ("The bridge of Tarn was opened in 1955.", "3 June 1950"),
    # a negation put in, or left out
    ("The council of Lunde did not sell the mill to Ana Mota.", "sold the mill"),
    ("Norway didn't expel the Danish envoys.", "expelled three"),
    ("The treaty of Tarn was ratified by Denmark.", "not ratified"),
    # an opposite
    ("The fee rose from 30 to 20 kroner.", "fell from 30"),
    ("The board called the complaint justified.", "groundless"),
    ("Brekke confirmed that the ferry was old.", "denied that the ferry was old"),
    # a name, or two that changed places
    ("The treaty of Tarn was signed in Copenhagen on 7 May 1920.", "in Oslo"),
    ("Olav Brekke built the lighthouse.", None),
    ("Denmark expelled three Norwegian envoys on 14 June 2018.", "Norway expelled"),
    # one part of two
    ("Ida Holm steered the ferry to Lunde, and Ana Mota paid 8 million kroner.", "3 million"),
]
NOT_TOLD = [
    "The mayor of Bergen resigned in 2020.",
    "Sweden expelled two Danish envoys.",
    "Norway expelled four Finnish envoys in 2011.",
    # a day on which it may have happened again
    "The board met in Bergen on 9 October 2017.",
    # a number that others may have
    "The Tarn museum has five rooms.",
    "Three towns joined the league on 29 March 2004.",
    "Five towns joined the league on 29 March 1999.",
    "More than 2 envoys were expelled by Norway.",
    "About 95 boats sank in the storm of 1911.",
    # a state that may have changed since
    "The company has sold the ferry.",
    "The Tarn museum has three rooms.",
    "The Tarn mill employs nine people.",
    # what was opened and later closed
    "The Skarv school was closed.",
    # what somebody says is not so, nor is its contrary
    "The ferry was old.",
    "The ferry was not old.",
    "The complaint is groundless.",
    # whom or when: told by the text around it
    "He steered the ferry to Lunde.",
    "She rescued ninety passengers.",
    "Ida Holm steered the ferry to Lunde last week.",
    # a year that the article does not mean, or may not mean
    "Norway recalled its envoy from Tarn on 6 August 2021.",
    "The members sold the boathouse on 9 August 2021.",
    "The members sold the boathouse on 9 August 1984.",
    # more is denied than the deed
    "The council of Lunde did not sell the mill to Ana Mota because of the storm.",
    "The storm closed the harbour and not the mill.",
    # two that are told together have no places to change
    "Tarn and Oslo signed the treaty on 7 May 1920.",
    # somebody else may have said the same
    "Ida Holm said that nobody was hurt.",
]


@pytest.mark.parametrize(("claim", "quote"), SUPPORTED)
def test_a_claim_that_a_sentence_carries_is_supported(claim: str, quote: str) -> None:
    found = check(claim)

    assert found.verdict is Verdict.SUPPORTED
    assert any(quote in each for each in quotes(found))


@pytest.mark.parametrize(("claim", "quote"), [pair for pair in CONTRADICTED if pair[1]])
def test_a_claim_that_differs_in_one_thing_is_contradicted(claim: str, quote: str) -> None:
    found = check(claim)

    assert found.verdict is Verdict.CONTRADICTED
    assert any(quote in each for each in quotes(found))


@pytest.mark.parametrize("claim", NOT_TOLD)
def test_when_in_doubt_a_claim_is_not_told(claim: str) -> None:
    found = check(claim)

    assert (found.verdict, found.citations) == (Verdict.NOT_TOLD, ())


def test_a_date_that_heads_a_sentence_is_cited_with_it() -> None:
    assert quotes(check("On 3 June 1950 the bridge of Tarn was opened.")) == [
        "3 June 1950.",
        "The bridge of Tarn is opened.",
    ]


def test_a_claim_is_shown_as_it_stands_with_the_nearest_passages() -> None:
    found = judge().judge("Unfortunately, the ferry sank.", FOUND)

    assert found.claim == "Unfortunately, the ferry sank."
    assert found.passages == tuple(each.passage for each in FOUND[:NEAREST])


def test_citations_are_numbered_on_and_the_same_place_keeps_its_number() -> None:
    one = judge()

    numbers = [
        [citation.n for citation in one.judge(claim, FOUND).citations]
        for claim in (
            "Karl Nyman built the lighthouse.",
            "Ana Mota paid 8 million kroner.",
            "The moon is made of cheese.",
            "Karl Nyman did not build the lighthouse.",
        )
    ]

    assert numbers == [[1], [2], [], [1]]


def test_nothing_found_is_not_told() -> None:
    found = judge().judge("Karl Nyman built the lighthouse.", [])

    assert (found.verdict, found.passages) == (Verdict.NOT_TOLD, ())


def test_only_the_best_passages_are_read() -> None:
    many = [candidate(n, "notes") for n in range(1, PASSAGES + 1)]

    claim = "Karl Nyman built the lighthouse."
    assert judge().judge(claim, [*many, *FOUND]).verdict is Verdict.NOT_TOLD
