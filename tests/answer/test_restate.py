"""What a model writes in plain order of an article's sentence, and what it may not."""

from __future__ import annotations

import pytest

from retrieval.answer.restate import restated, spoken, title_first
from retrieval.answer.support import Carried, Checker, Source
from retrieval.index.sentences import split
from retrieval.types import ArticleInfo, Passage, Published
from tests.fakes.embedder import HashEmbedder

TEXT = """\
Norway's Foreign Minister Ana Mota announced on Monday that Norway will close its consulate in
Lunde. The harbour authority did in fact close the ferry pier on 4 March. The reason for Norway
suspending these talks with Sweden is because Sweden expelled six Norwegian officials. The
rector of the Naval School spoke last, describing the length of the pier as a mistake. Critics
may go further, describing the ferry as a wreck. It was not until 1997, however, that a bridge
was built over the fjord. But it was the storm in January 2014 that was the event that sent
prices up. The harbours were idled after the flood in 1999 and after the strike in 2008.
According to Fjord News, "Olav Brekke said that Denmark should turn to the mayor of Lunde." "We
regret these moves," Sweden spokeswoman Ida Holm said. "Sweden's view of the fjord remains the
same. The ferry has grown too heavy." For Brekke himself, relations with Denmark are at their
lowest point since the flood. Both towns committed fraud, according to Harbour Watch. One of the
winners, Peder S Lie, was a recipient of a medal from the Fjord Science Society. I led the Lunde
Maritime Museum (LMM) from 2011 to 2016. Established in 2003, it has survived two fires. While
the announcement was loud, Denmark itself kept its temper. It voiced sorrow over the news and
pointed out that it was Sweden that has been avoiding every meeting. Allied mayors met in May.
However, they did stop short of calling the ferry unsafe. The result, according to Kari Dahl, is
a standstill. He believes that the push came from Oslo. The foreign minister, in office since
2009, said that the closing was in response to the strike. The prosecutors cited a plan, with
Sweden citing its belief that the crew were working as smugglers. The Act of 1997 remains in
force. It is quite symbolic that the mayor of Lunde won a medal. Eight Danish officials were
sent home from the embassy; Danish diplomatic cables stayed. The council voted to keep the Fjord
Rescue Office (FRO) in Denmark. Harbour HQ closed the FRO on 9 May. “This is the final quarrel,”
Lunde-based political analyst Peter Quist told The Daily Fjord on Monday. The Danish invasion of
Lunde lasted a week.
""".replace("\n", " ").strip()
TRUE = """
Norwegian Foreign Minister Ana Mota announced that Norway will close its consulate in Lunde.
Ana Mota, Norway's foreign minister, announced that Norway will close its consulate in Lunde.
The harbour authority closed the ferry pier on 4 March.
Norway suspended these talks because Sweden expelled six Norwegian officials.
The rector of the Naval School described the length of the pier as a mistake.
In 1997, a bridge was built over the fjord.
The storm in January 2014 sent prices up.
The harbours were idled after the flood in 1999.
Olav Brekke said that Denmark should turn to the mayor of Lunde.
Ida Holm said that Sweden's view of the fjord remains the same.
Ida Holm said that the ferry has grown too heavy.
Sweden spokeswoman Ida Holm said that Sweden regrets these moves.
Brekke said that relations with Denmark are at their lowest point since the flood.
Relations with Denmark are at their lowest point since the flood, according to Brekke.
Harbour Watch said both towns committed fraud.
Peder S Lie received a medal from the Fjord Science Society.
Berit Aas led the Lunde Maritime Museum from 2011 to 2016.
The Lunde Maritime Museum was established in 2003.
Denmark voiced sorrow over the news.
Denmark pointed out that Sweden has been avoiding every meeting.
Kari Dahl believes that the push came from Oslo.
Ana Mota said that the closing was in response to the strike.
Sweden cited its belief that the crew were working as smugglers.
The Act of 1997 remains in force.
The mayor of Lunde won a medal.
Eight Danish diplomats were sent home from the embassy.
Harbour HQ closed the Fjord Rescue Office in Denmark on 9 May.
Peter Quist told The Daily Fjord that this is the final quarrel.
Denmark invaded Lunde.
"""
FALSE = """
Sweden has been staying away.
Denmark has gone ahead.
Swedish Foreign Minister Ana Mota announced that Norway will close its consulate in Lunde.
Ana Mota, Sweden's foreign minister, announced that Norway will close its consulate in Lunde.
Ida Holm, Norway's foreign minister, announced that Norway will close its consulate in Lunde.
Norwegian Foreign Minister Ida Holm announced that Norway will close its consulate in Lunde.
Norway closed its consulate in Lunde.
The harbour authority did not close the ferry pier.
The harbour authority closed the ferry pier on 5 March.
Sweden suspended these talks because Norway expelled six Norwegian officials.
Sweden expelled six Norwegian officials because Norway suspended these talks.
The rector of the Naval School described the ferry as a mistake.
The pier described the rector of the Naval School as a mistake.
Critics described the ferry as a wreck.
The rector described the ferry as a wreck.
A bridge was not built over the fjord.
In 1999, a bridge was built over the fjord.
The storm in January 2008 sent prices up.
Prices sent the storm in January 2014.
The harbours were idled after the flood in 2008.
The harbours were idled after the strike in 1999.
Ida Holm said that Denmark should turn to the mayor of Lunde.
Denmark should turn to the mayor of Lunde.
Olav Brekke said that Sweden's view of the fjord remains the same.
Sweden's view of the fjord remains the same.
The ferry has grown too heavy.
Norway spokeswoman Ida Holm said that Norway regrets these moves.
Sweden regrets these moves.
Ida Holm said that Norway regrets these moves.
Ida Holm said that relations with Denmark are at their lowest point since the flood.
Relations with Denmark are at their lowest point since the flood.
Both towns committed fraud.
Harbour Watch committed fraud.
Peder S Lie refused a medal from the Fjord Science Society.
Ana Mota received a medal from the Fjord Science Society.
I led the Lunde Maritime Museum from 2011 to 2016.
Olav Brekke led the Lunde Maritime Museum from 2011 to 2016.
The Naval School was established in 2003.
The Lunde Maritime Museum was established in 2011.
The announcement voiced sorrow over the news.
Sweden voiced sorrow over the news.
Sweden pointed out that Denmark has been avoiding every meeting.
Sweden has been avoiding every meeting.
Denmark pointed out that Denmark has been avoiding every meeting.
It was Denmark that has been avoiding every meeting.
Allied mayors called the ferry unsafe.
Olav Brekke believes that the push came from Oslo.
Ida Holm believes that the push came from Oslo.
The push came from Oslo.
Olav Brekke said that the closing was in response to the strike.
Ana Mota said that the strike was in response to the closing.
The crew were working as smugglers.
Norway cited its belief that the crew were working as smugglers.
The Act of 2014 remains in force.
Ana Mota won a medal.
Eight Danish journalists were sent home from the embassy.
Eight Norwegian diplomats were sent home from the embassy.
Nine Danish diplomats were sent home from the embassy.
Harbour HQ closed the Fjord Rescue Office in Norway on 9 May.
Harbour HQ closed the Fjord Rescue Office in Lunde on 9 May.
Harbour HQ closed the Lunde Maritime Museum in Denmark on 9 May.
Harbour HQ closed the Fjord Rescue Office in Denmark on 4 March.
The council closed the Fjord Rescue Office in Denmark.
Peter Quist told The Daily Fjord that this is the final flood.
This is the final quarrel.
Ana Mota told The Daily Fjord that this is the final quarrel.
Lunde invaded Denmark.
Norway invaded Lunde.
Denmark invaded Norway.
"""


def source() -> Source:
    info = ArticleInfo(
        key="fjord",
        title="News",
        outlet="Fjord Courier",
        authors=("Berit Aas",),
        published=Published("2021-03-05", "day"),
    )
    whole = Passage(chunk_id=1, article=info, start=0, end=len(TEXT), text=TEXT, score=1.0)
    return Source(1, whole, split(TEXT))


@pytest.fixture(scope="module")
def judge() -> Checker:
    return Checker(embed=HashEmbedder().embed, article_text=lambda _: TEXT)


@pytest.mark.parametrize("claim", TRUE.strip().splitlines())
def test_a_plain_order_of_what_is_told_is_carried(claim: str, judge: Checker) -> None:
    assert isinstance(judge.check(claim, [source()], cited=[1]), Carried)


@pytest.mark.parametrize("claim", FALSE.strip().splitlines())
def test_a_plain_order_of_what_is_not_told_is_not(claim: str, judge: Checker) -> None:
    assert not isinstance(judge.check(claim, [source()], cited=[1]), Carried)


def test_what_is_only_possible_is_not_restated_as_done() -> None:
    assert restated("Critics may go further, describing the ferry as a wreck.") == ()


def test_a_quotation_that_goes_on_has_the_speaker_of_its_beginning() -> None:
    earlier = ['"We left," Ida Holm said.']

    assert spoken('"The ferry sank."', earlier) == "Ida Holm said that the ferry sank."
    assert spoken("The ferry sank.", earlier) == "The ferry sank."


def test_only_a_title_goes_before_its_name() -> None:
    assert title_first("Olav Brekke, the mayor, spoke.") == "mayor Olav Brekke spoke."
    assert title_first("Olav Brekke, who spoke, left.") == "Olav Brekke, who spoke, left."
