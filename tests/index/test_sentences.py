"""Where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.index.sentences import split

# Sentences are divided by " | "; in the text under test there is one space instead.
CASES = [
    "The ferry left at dawn. | Nobody waved. | It was cold!",
    "Mr. Okafor thanked Dr. Lind and Prof. Ana Ruiz. | They smiled.",
    "Gen. Tom Hale and Lt. Col. Ida Brandt flew to St. Albans. | The base was shut.",
    "J. R. Holloway wrote it with Pyotr I. Malenko. | Critics agreed.",
    "Prices in the U.S. market rose. | Those in the U.K. fell.",
    "She moved to the U.S. | The move cost her a job.",
    "He praised the U.S. Department of Energy.",
    "The deal closes on Oct. 18 or Nov. 2. | Lawyers objected.",
    "It opened in Jan. 2019. | In Feb. it closed.",
    "No. 5 was first and no. 7 last. | He said no. | Then he left.",
    "Rovers vs. Wanderers ended 3-2, e.g. after a late goal. | Fans sang.",
    "Some metals, i.e. copper and zinc, fell. | Gold, cf. Table 2, did not.",
    "Acme Inc. sued Borel Ltd. over it. | The suit failed.",
    "He works for Acme Inc. | He likes the canteen.",
    "Martin Cole Jr. spoke. | So did Ann Cole Sr. | They left.",
    "Inflation hit 3.5 percent. | Last year it was 2.25 percent.",
    "The 2nd round is on the 21st. | The 3rd is not planned.",
    "The law dates from 1987. | 15 members opposed it.",
    "It begins at 5:00 a.m. EST on 1 November. | It ends at 6 p.m. | The doors close then.",
    "9:27 p.m. — Lunde closes its harbour. | 9:40 p.m. — The storm turns.",
    "“It holds.” | Klein added: “For now.” | “Why?” | Klein asked, “For whom?”",
    "They met at 9 p.m. Monday and at 10 a.m. 3 May.",
    "However, … it rained. | The plan, which… would help, failed… | Everyone knew….",
    "The bridge held…. | The second one fell.",
    "He hoped . . . and waited. | Nothing came.",
    "The report […] The authors quote was old. | It was long.",
    "“Will the dam hold?” he asked. | “It will. | It must,” she said.",
    "“Will the dam hold?” Marta Klein asked reporters. | The river rose.",
    "“It will not hold.” Marta Klein said. | The river rose.",
    "“It will not hold.” | Marta Klein said that nobody listened.",
    "“Stop!” he cried. | “Why?” | The echo died.",
    '"We stay. | We sing," they said. | "Really?" asked the mayor.',
    "“He told us ‘never again.’” | The room was silent.",
    "The vote (see Fig. 3.) passed. | (Two abstained.) | The rest is known.",
    "The treaty (signed in 1949!) holds. | It is old.",
    "Write to press@example.org. | See https://example.org/a.b?Q=1. | Thanks.",
    "RIA.Novosti and NATO.int and Example.com carried it. | Others did not.",
    "iPhone sales fell. | eBay rose. | al-Jazeera reported it.",
    "The claim stood.[12] | The next did not.[3][4] | The end.",
    "What?! | No!!! | Yes...",
    "1. The first rule holds. | It is short.",
    "B. The other rule holds. | It is longer.",
    "He got a vitamin C. | The doctor approved.",
    "Sie kam am 18. Oktober. | Er ging, z. B. nach Rom. | Es war spät.",
    "Il dit : « Bonjour ! » | Puis il partit. | M. Dupont resta.",
    "»Gut.« | Dann ging er. | „Nein.“ | Sie blieb.",
    "¿Quién vino? | ¡Nadie! | La Sra. Gómez lo sabe.",
    "Это было в 1999 г. в Москве. | Он ушёл. | «Да!» | Она осталась.",
    "هل هذا صحيح؟ | نعم. | هذا صحيح.",
    "यह पहला है। | यह दूसरा है।",
    "გამარჯობა. | როგორ ხარ.",
    "• one thing | • another thing | • a third",
]


@pytest.mark.parametrize("case", CASES)
def test_a_text_is_split_where_a_reader_would(case: str) -> None:
    expected = case.split(" | ")

    assert _pieces(" ".join(expected)) == expected


NO_SPACE = {
    "It held for them.Therefore it stayed.": ["It held for them.", "Therefore it stayed."],
    "“It held.”The end.": ["“It held.”", "The end."],
    "See U.S.Army or v2.Beta or Ex.Com now.": ["See U.S.Army or v2.Beta or Ex.Com now."],
    "他来了。我走了！“你去吗？”他问。": ["他来了。", "我走了！", "“你去吗？”他问。"],
    "A Heading\nIt was so. Then\n\n  the end  ": ["A Heading", "It was so.", "Then", "the end"],
    "one\r\ntwo\u2028three\x85four": ["one", "two", "three", "four"],
    "• one\n- two\n3. three": ["• one", "- two", "3. three"],
    "***\n.\n!": ["***", ".", "!"],
    "...": ["..."],
    " \n\t ": [],
    "": [],
}


@pytest.mark.parametrize(("text", "expected"), NO_SPACE.items())
def test_breaks_without_a_space(text: str, expected: list[str]) -> None:
    assert _pieces(text) == expected


def test_a_long_sentence_stays_whole() -> None:
    text = "The list names " + "apples, pears and plums, " * 60 + "and nothing else."

    assert _pieces(f"{text} The end.") == [text, "The end."]


HOSTILE = {
    "no stop": "a" * 5_000_000,
    "dots": "." * 1_000_000,
    "spaced dots": ". " * 300_000,
    "more spaced dots": ". . " * 100_000,
    "initials": "A. " * 100_000,
    "glued words": "a.Bb" * 50_000,
    "quoted stops": '."' * 200_000,
    "open quotes": "“" * 300_000 + ".",
    "guillemets": "?" + " »" * 200_000,
    "bullets": " •" * 100_000,
    "spaces": ("x." + " " * 1000) * 1000,
    "attributions": '." A B C D ' * 20_000,
    "footnotes": ".[1" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_split_in_linear_time(text: str) -> None:
    _check(text)


_ALPHABET = st.one_of(
    st.sampled_from(list(" .!?…\n\t\"'“”‘’()[]»«abAB1,;:-–•。？“\x1c\u2028\u00a0")),
    st.sampled_from(
        [" The ", "Mr.", "U.S.", " said ", "... ", " e.g. ", "5 p.m. ", "Oct. ", "\r\n"]
    ),
    st.characters(),
)


@settings(deadline=None)
@given(st.lists(_ALPHABET, max_size=60).map("".join))
def test_sentences_are_trimmed_ordered_and_cover_everything(text: str) -> None:
    _check(text)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["The dog ran.", "Who won?", "It rained!"]), max_size=8))
def test_plain_sentences_come_back_as_they_were(sentences: list[str]) -> None:
    assert _pieces(" ".join(sentences)) == sentences


def _pieces(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split(text)]


def _check(text: str) -> None:
    position = 0
    for span in split(text):
        assert position <= span.start < span.end <= len(text)
        assert not text[position : span.start].strip()
        assert not text[span.start].isspace()
        assert not text[span.end - 1].isspace()
        assert "\n" not in text[span.start : span.end]
        position = span.end
    assert not text[position:].strip()
