"""A sentence of an article said again in plainer order, so that a plain claim finds itself in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.answer.operators import Kind, kind_of
from retrieval.language import names as naming
from retrieval.language.clauses import Reading, read
from retrieval.language.grammar import grammar
from retrieval.language.parts import Tag
from retrieval.language.words import STOPWORDS, stem, words

_DID = re.compile(r"\bdid (?:in fact |indeed |finally |eventually )?(?P<verb>[a-z]{3,})\b")
_CLEFT = re.compile(
    r"\b[Ii]t was (?P<who>(?:the |a |an )?(?!not\b|only\b)(?:[A-Z]|(?<=the |.an )\w)[^,;“”\"]{1,90}?) (?:that|who) (?=(?:has|have|had|was|were|is|[a-z]+ed)\b)"
)
_EVENT = re.compile(r"\bwas the (?:event|step|move|act) that (?=[a-z]+(?:ed|t)\b)")
_UNTIL = re.compile(r"^It was not until (?P<when>[^,;]{3,30}?)(?:, however,)? that (?P<what>.+)$")
_APPOSED = re.compile(
    r"(?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}), (?:the )?(?P<title>[^,;:“”\"]{3,60}), (?=[a-z])"
)
_SPOKE = r"(?:said|says|added|told [^,;]{2,40}|warned|explained|stressed|noted|stated)"
_SPOKE_LAST = re.compile(
    rf"[,”\"] (?P<who>[^,;:“”\"]{{3,80}}?) {_SPOKE}(?: on [A-Z]\w+)?\.?[”\"]?$"
)
_ACCORDING = re.compile(r"^(?P<what>[^;]{15,}), according to (?P<who>[^,;]{3,60}?)\.?$")
_ACCORDING_FIRST = re.compile(r"^According to (?P<who>[A-Z][^,;“”\"]{3,60}), (?P<what>[^;]{15,})$")
_FOR = re.compile(r"^For (?P<who>[^,;]{3,40}) (?:himself|herself|itself), ")
_REASON = re.compile(
    r"^The reason for (?P<who>[^,;]{3,40}) (?P<verb>[a-z]+ing) (?P<what>[^,;]{3,80}?) is (?:because|that) (?P<why>.+)$"
)
_FOUNDED = re.compile(
    r"^(?P<how>Established|Founded|Created|Opened|Built|Formed|Launched) (?P<when>(?:in|on|by) [^,;]{3,40}), (?P<who>[^,;]{2,40}?) (?=(?:has|had|is|was)\b)"
)
_WITH = re.compile(
    r", with (?P<who>[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*) (?P<verb>[a-z]{3,}ing) (?P<what>[^;]+)$"
)
_COUNTRY = re.compile(r"\bthe (?:country|nation)(?P<own>['’]s)?\b")
_QUOTES = '“”"'
_NO_COUNTRIES = frozenset({"nato", "european union", "united nations", "europe"})
_NO_DEEDS = frozenset(
    "following including concerning regarding barring according during pending owing".split()
)
_LONG_NAME = 6  # words
_HEDGES = frozenset({Kind.NOT, Kind.MAY, Kind.MUST, Kind.WANT, Kind.IF, Kind.HEARSAY, Kind.WILL})


def restated(text: str) -> tuple[str, ...]:
    """Other sentences that say what `text` says, or a part of it."""
    found = dict.fromkeys(_restated(text))
    again = dict.fromkeys(other for each in found for other in _restated(each))
    return tuple(each for each in (found | again) if each != text)


def spoken(text: str, earlier: Sequence[str]) -> str:
    """A sentence that goes on with a quotation, or opens "For Holm himself", as what its speaker says.

    earlier: the sentences before, nearest first.
    """
    if match := _FOR.match(text):
        return f"{match['who']} said that {_inside(text[match.end() :])}"
    speaker = quoted_from(text, earlier)
    return f"{speaker} said that {_inside(text.strip(_QUOTES))}" if speaker else text


def _restated(text: str) -> Iterator[str]:
    yield title_first(text)
    yield _of_country(text)
    yield _DID.sub(lambda m: past(m["verb"]) or m[0], text)
    yield _EVENT.sub("", _CLEFT.sub(lambda m: m["who"] + " ", text))
    if match := _UNTIL.match(text):
        yield f"In {match['when'].removeprefix('in ')}, {match['what']}"
    yield says_that(text)
    yield _by_outlet(text)
    yield _as_deed(_SYMBOLIC.sub("", text))
    yield _we(text)
    if (match := _REASON.match(text)) and (verb := past(_base(match["verb"]))):
        yield f"{match['who']} {verb} {match['what']} because {match['why']}"
    if match := _FOUNDED.match(text):
        yield f"{match['who'][0].upper()}{match['who'][1:]} was {match['how'].lower()} {match['when']}."
    if (match := _WITH.search(text)) and (verb := past(_base(match["verb"]))):
        yield f"{match['who']} {verb} {match['what']}"
    yield from _participle(text)


def says_that(text: str) -> str:
    """ "The ferry sank, according to Holm." as "Holm said that the ferry sank."; others as they are."""
    for match in filter(None, (_ACCORDING.match(text), _ACCORDING_FIRST.match(text))):
        if not read(match["who"]).clauses and len(match["who"].split()) <= _LONG_NAME:
            return f"{match['who']} said that {_inside(match['what'].rstrip('.'))}."
    return text  # "According to NATO sources the two were not involved, but"


_OUTLET = re.compile(r"^According to [A-Z][\w ]{1,30}, (?=[“\"])")
_NAMED = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*"


def _by_outlet(text: str) -> str:
    """What a newspaper tells of somebody's words, without the newspaper: "According to RT, “Lavrov said"."""
    match = _OUTLET.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    if re.match(rf"[“\"]{_NAMED} (?:said|told)\b", rest):
        return rest.strip(_QUOTES)
    spoke = _SPOKE_LAST.search(rest)
    return rest if spoke and re.search(rf"{_NAMED}$", spoke["who"]) else text


_DOERS = {"a recipient of": "received", "the recipient of": "received", "the winner of": "won", "a winner of": "won", "the author of": "wrote", "the founder of": "founded"}  # fmt: skip
_WAS_DOER = re.compile(rf"\bwas (?P<doer>{'|'.join(_DOERS)}) ")


_SYMBOLIC = re.compile(
    r"^It is (?:quite |very )?(?:symbolic|notable|remarkable|telling|striking|significant|ironic) that (?=\S)"
)


def _as_deed(text: str) -> str:
    """ "was a recipient of a grant" as "received a grant"."""
    return _WAS_DOER.sub(lambda m: f"{_DOERS[m['doer']]} ", text)


def _we(text: str) -> str:
    """ "“We regret it,” NATO spokeswoman Berg said." with NATO for "we"."""
    match = re.match(
        r"[^“\"]{0,14}[“\"]We (?P<what>[^”\"]+?),?[”\"] (?P<who>[^,;:]{3,60}? said)\b", text
    )
    if match is None or not re.search(r"\bspokes(?:wo)?(?:man|person)\b", match["who"]):
        return text
    concepts = naming.concepts(words(match["who"]))
    if not concepts or re.search(r"\b(?:we|our|us)\b", match["what"]):
        return text
    return f"{match['who']} that {match['who'].split()[0]} {match['what']}."


def signed(text: str, authors: Sequence[str]) -> str:
    """ "I led the office" with the name of the one author for "I"; others as they are."""
    if len(authors) != 1 or re.search(r"[“”\"]", text):
        return text
    return re.sub(r"^I (?=[a-z])", f"{authors[0]} ", text)


_TITLE = re.compile(
    r"^The (?P<title>(?:foreign |prime |defence |deputy )?minister|secretary general|spokeswoman|spokesman|chancellor|president)\b(?! (?:of|for)\b)"
)


def entitled(text: str, article: str) -> str:
    """ "The foreign minister said" with the name of the one whom the article calls so; others as they are."""
    match = _TITLE.match(text)
    if match is None:
        return text
    title = match["title"]
    person = r"([A-Z][\w’-]+ [A-Z][\w’-]+)"
    before = re.findall(rf"\b(?i:{title}) {person}", article)
    after = re.findall(rf"{person}, (?:\S+ )?(?i:{title})\b", article)
    people = {name.split()[-1]: name for name in (*before, *after)}
    if len(people) != 1:
        return text
    name = next(iter(people.values()))
    aside = re.match(
        r", [^;]{3,100}?, (?=(?:said|told|added|warned|announced)\b)", text[match.end() :]
    )
    return f"{name}{text[match.end() + aside.end() - 1 :] if aside else text[match.end() :]}"


def _inside(text: str) -> str:
    """A sentence as it stands after "that"."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first.lower() in STOPWORDS and first != "I" else text


def title_first(text: str) -> str:
    """ "Olav Brekke, the mayor, said" as "mayor Olav Brekke said"."""

    def turned(match: re.Match[str]) -> str:
        title = words(match["title"])
        last = match["title"].lower().split()
        plain = not any(w in {"who", "which", "and", "where", "that", "by"} for w in last)
        if plain and any(word.lower in naming.ROLES for word in title) and len(title) <= 7:
            return f"{match['title']} {match['who']} "
        return match[0]

    return _APPOSED.sub(turned, text)


def quoted_from(text: str, earlier: Sequence[str]) -> str | None:
    """Who speaks on in a sentence that goes on with a quotation; earlier: the sentences before, nearest first."""
    if not earlier or _SPOKE_LAST.search(text):
        return None
    if re.match(r"[“\"]", text):
        match = _SPOKE_LAST.search(earlier[0])
        return match["who"] if match and any(w.capital for w in words(match["who"])) else None
    if re.search(r"(?:”|\"(?!\w))[^“”\"]*$", earlier[0]):
        return None  # the quotation is over
    return quoted_from(earlier[0], earlier[1:])


def _of_country(text: str) -> str:
    """ "the country" as the one country that is named before it in the sentence."""
    match = _COUNTRY.search(text)
    if match is None:
        return text
    sequence = words(text)
    named = naming.concepts(sequence)
    here = {named[i] for i, word in enumerate(sequence) if i in named}
    before = {
        named[i] for i, word in enumerate(sequence) if i in named and word.end < match.start()
    }
    countries = {each for each in here if each not in _NO_COUNTRIES}
    if len(countries) != 1 or not countries <= before:
        return text
    return (
        f"{text[: match.start()]}{countries.pop().title()}{match['own'] or ''}{text[match.end() :]}"
    )


def _participle(text: str) -> Iterator[str]:
    """ "He went further, describing it as old" as "He described it as old"."""
    match = re.search(r", (?P<verb>[a-z]{3,}ing) (?P<what>[^;]+)$", text)
    if match is None or re.search(r"[“\"”]|\bthat\b", text[: match.start()]):
        return
    if match["verb"] in _NO_DEEDS:
        return
    reading = read(text[: match.start()])
    clauses = [c for c in reading.clauses if c.finite]
    verb = past(_base(match["verb"]))
    if len(clauses) != 1 or not clauses[0].subject or clauses[0].passive or verb is None:
        return
    if any(kind_of(reading, i) in _HEDGES for i in range(len(reading.words))):
        return
    end = _start_of_verb(reading, clauses[0].verb)
    if end and not any(reading.comma(i) for i in range(1, end + 1)):
        yield f"{text[: reading.words[end - 1].end]} {verb} {match['what']}"


def _start_of_verb(reading: Reading, verb: int) -> int:
    while verb > 0 and reading.tags[verb - 1] in {Tag.HAVE, Tag.BE, Tag.DO, Tag.ADVERB}:
        verb -= 1
    return verb


def past(verb: str) -> str | None:
    """The regular past form of a verb's base form; None for an irregular verb and for what is no verb."""
    if stem(verb) not in grammar().verbs or verb in grammar().forms.values():
        return None
    if verb.endswith("e"):
        return f"{verb}d"
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", verb):
        return f"{verb}{verb[-1]}ed"
    return f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{verb}ed"


_ADDS_E = re.compile(
    r"(?:[^aeiou][aeiou](?:b|t|v|s|z|c|k|d)|[aeiou](?:s|v|c|z)|[clrn]s|[rn]c|[^l]g|bl|gl|tl|pl|cl|u)$"
)


def _base(gerund: str) -> str:
    """ "citing" -> "cite", "describing" -> "describe"; only ever used where the stem is a verb's."""
    bare = gerund.removesuffix("ing")
    return f"{bare}e" if _ADDS_E.search(bare) else bare
