"""Questions about the last reply itself: an item of it, the article it rests on, why or when that was."""

from __future__ import annotations

import re

from retrieval.answer.followup import wording
from retrieval.answer.followup.discourse import Discourse
from retrieval.answer.followup.pronouns import resolved
from retrieval.types import Citation

LISTED = 600  # characters of a reply in which a series is looked for
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "last": -1, "former": 0, "latter": -1,
}  # fmt: skip
_ITEM = re.compile(
    r"\bthe\s(?:(first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last)(?:\s(one|item|point|of (?:them|these|those)|reason|name|part|option|thing))?"
    r"|(former|latter))(?=[\s?.!,]|$)",
    re.I,
)
_NUMBERED = re.compile(r"\b(?:number|no\.?|source|citation)\s(\d)\b|\[(\d{1,2})\]", re.I)
_ONLY_ITEM = re.compile(
    r"^(?:and |but |so |what about |how about |tell me about |tell me more about |more about |explain )*$",
    re.I,
)
_LIST_LINE = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+(.+?)\s*$", re.M)
_SERIES = re.compile(
    r"([^,;:.]+(?:,\s[^,;:.]+)+,?\s(?:and|or)\s[^,;:.]+|[A-Z][^,;:.]*?\s(?:and|or)\s[A-Z][^,;:.]*)"
)
_SOURCE = r"(?:articles?|sources?|reports?|papers?|newspapers?|outlets?|pieces?|documents?|pages?)"
_WHICH_ARTICLE = re.compile(
    rf"^(?:and |but |so )*(?:(?:in|from|according to|on)\s)?(?:which|what)\s{_SOURCE}(?:\s(?:is|was|are) (?:it|that|this)(?: (?:from|in))?"
    rf"|\s(?:say|said|state|report|mention|claim|write|wrote|tell)\w*\s?(?:so|that|this|it)?|\s(?:did|do|does) (?:you|it|that) .{{0,30}})?[?.! ]*$"
    rf"|^(?:and |but |so )*(?:says who|who says(?: so| that| this| it)?|where (?:does|did) (?:it|that) say (?:that|so|this)|where (?:is|was) that (?:from|written|stated)"
    rf"|where did you (?:get|read|find) (?:that|this|it)|what(?:'s| is| was) (?:the|your) {_SOURCE}|(?:your )?{_SOURCE}|how do you know(?: that| this)?"
    rf"|(?:can you |please )?(?:cite|show)(?: me)? (?:the|your|a) {_SOURCE})[?.! ]*$",
    re.I,
)
_OF_ARTICLE = re.compile(
    rf"\b(?:that|this|the|the last|the same|your)\s(?:{_SOURCE}|story|commentary|essay)\b(?!\s(?:of|on|about|by|in|from|that|which|“|\"))",
    re.I,
)
_WROTE = re.compile(
    r"\b(?:who (?:wrote|authored|is the author of|was the author of|published)|when was|when did|where was|which outlet published|what is the title of)\s(?:it|that|this)\b",
    re.I,
)
_BARE = re.compile(
    r"^(?:and |but |so )*(why|when|where|how so|how come|how|since when|who by|what for|(?:by|to|from|with|for|about|against|in|on|at|of) (?:whom|what|where|which \w+))(?: not| exactly| was (?:that|it|this)| is that| did (?:that|it|this) happen|,? though| so)?[?.! ]*$",
    re.I,
)
_NEXT = re.compile(
    r"^(?:and |but |so )*(?:what (?:happened|came|followed)|what did (?:they|he|she|it) do)\s?(?:next|then|after(?: that| this)?|afterwards?|later)?[?.! ]*$|^(?:and |but |so )*(?:then what|and then|what next|what then|and after(?:wards| that)?|afterwards)[?.! ]*$",
    re.I,
)
_CIRCUMSTANCE = re.compile(
    r"^(?:and |but |so )*(why|when|where|how)\s((?:did|does|do|is|was|are|were|has|have|had|will|would)\b.+)$",
    re.I | re.S,
)
_AUXILIARY = re.compile(
    r"^(?:and |but |so )*(?:did|does|do|is|was|are|were|has|have|had|can|could|will|would|should)\b",
    re.I,
)


_NAME_FIRST = re.compile(r"[A-Z][\w'’-]*(?:\s(?:of\s)?[A-Z][\w'’-]*)*")


def items(written: str) -> list[str]:
    """What a reply lists: its list's lines, the members of its first series, or its sentences."""
    if len(lines := _LIST_LINE.findall(written)) > 1:
        return [_clean(line) for line in lines]
    plain = wording.plain_reply(written)
    if match := _SERIES.search(plain[:LISTED]):
        parts = re.split(r",\s(?:and\s|or\s)?|\s(?:and|or)\s", match[1])
        parts[0] = _member(parts[0])
        if all(part[:1].isupper() for part in parts[:-1]):
            named = _NAME_FIRST.match(parts[-1])
            parts[-1] = named[0] if named else parts[-1]
        if all(1 <= len(part.split()) <= 6 for part in parts):
            return [part.strip() for part in parts]
    return [_clean(each) for each in wording.sentences(written)]


def _clean(text: str) -> str:
    return wording.plain_reply(text).strip(" .;,")


def _member(lead: str) -> str:
    """The first member of a series, without the clause that leads to it: "They are Lunde" -> Lunde."""
    names = re.search(r"((?:the\s)?[A-Z][\w'’-]*(?:\s(?:of\s)?[A-Z][\w'’-]*)*)$", lead.strip())
    return names[1] if names else " ".join(lead.split()[-2:])


def item(plain: str, discourse: Discourse) -> tuple[str, str] | None:
    """The message with the item of the last reply that it points to, and words that help to find it."""
    match = _ITEM.search(plain)
    if match is None or not discourse.reply:
        return None
    alone = not plain[match.end() :].strip("?.! ,") and bool(
        _ONLY_ITEM.match(plain[: match.start()])
    )
    if not (match[2] or match[3] or alone):
        return None
    place = _ORDINALS[(match[1] or match[3]).lower()]
    found = items(discourse.written)
    if not -len(found) <= place < len(found):
        return None
    wanted = found[place].rstrip("?")
    helps = f"{discourse.question} {_title(discourse, place)}".strip()
    if not alone:
        return f"{wording.bare(plain[: match.start()] + wanted + plain[match.end() :])}?", helps
    if len(wanted.split()) > wording.SHORTEST and not wanted.istitle():
        return f"What about this: {wanted}?", helps
    return f"What about {wanted}?", helps


def _title(discourse: Discourse, place: int) -> str:
    cited = discourse.citations
    return cited[place].article.title if -len(cited) <= place < len(cited) else ""


def article(plain: str, discourse: Discourse) -> tuple[str, str] | None:
    """A question about the article that the last reply rests on, with its title."""
    if not discourse.reply:
        return None
    titles = " ".join(dict.fromkeys(each.article.title for each in discourse.citations))
    if _WHICH_ARTICLE.match(plain):
        said = wording.statement(discourse.reply)
        if not said:
            said = wording.bare(f"{discourse.question} {discourse.reply[:120]}")
            return f"Which article answers this: {said}?", titles
        return (
            f"Which article says that {wording.lowered(_named(said, discourse))}?",
            f"{discourse.question} {titles}",
        )
    meant = _meant(plain, discourse)
    if meant is None:
        return None
    titled = f"the article “{meant.article.title}”"
    if _OF_ARTICLE.search(plain):
        return _OF_ARTICLE.sub(lambda _: titled, plain, count=1), ""
    if _WROTE.search(plain) and re.search(rf"\b{_SOURCE}\b", discourse.question, re.I):
        return re.sub(r"\b(?:it|that|this)\b", lambda _: titled, plain, count=1, flags=re.I), ""
    return None


def _meant(plain: str, discourse: Discourse) -> Citation | None:
    """The citation whose number is given, or else the first one."""
    if match := _NUMBERED.search(plain):
        number = int(match[1] or match[2])
        return next((each for each in discourse.citations if each.n == number), None)
    return discourse.citations[0] if discourse.citations else None


def circumstance(plain: str, discourse: Discourse) -> str | None:
    """What "why?" or "when was that?" asks of the last question and its reply."""
    match = _BARE.match(plain)
    if match is None:
        return None
    asked = _spelled(match[1])
    said = _told(discourse)
    if _AUXILIARY.match(discourse.question) and not re.match(r"\W*no\b", discourse.reply, re.I):
        return f"{asked} {wording.bare(wording.lowered(discourse.question))}?"
    other = _CIRCUMSTANCE.match(discourse.question)
    if other and asked in {"When", "Where"} and other[1].capitalize() != asked:
        return f"{asked} {wording.bare(other[2])}?"  # "Why did it close?", "when?": the same deed
    if said:
        verb = "is" if asked in {"Why", "How"} else "was"
        return f"{asked} {verb} it that {wording.lowered(_named(said, discourse))}?"
    rest = re.sub(r"^(?:and |but |so )*", "", discourse.question, flags=re.I)
    return f"{asked}: {wording.bare(rest)}?" if rest else None


_ONLY_WHO = re.compile(
    r"^((?:[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+)*)(?:\s(?:did|was|is|does|has|had)(?:\s(?:it|so|that))?)?\W*$"
)
_WHO_DID = re.compile(
    r"^(?:and |but |so )*who\s(?!did|does|do|is|was|are|were|has|have|had|else)(\w.*)$", re.I
)


def _told(discourse: Discourse) -> str:
    """What was told last, as a sentence; "Ida Holm did" takes the words of its question."""
    first = wording.sentences(discourse.reply)[:1]
    who = _ONLY_WHO.match(first[0]) if first else None
    did = _WHO_DID.match(discourse.question)
    if who and did:
        return f"{who[1]} {wording.bare(did[1])}"
    return wording.statement(discourse.reply)


def _spelled(word: str) -> str:
    plain = {"how come": "why", "how so": "why", "who by": "by whom", "what for": "why"}.get(
        word.lower(), word.lower()
    )
    return plain.capitalize()


def _named(said: str, discourse: Discourse) -> str:
    """A sentence of the reply with names for its pronouns."""
    return resolved(said, discourse)


def what_next(plain: str, discourse: Discourse) -> str | None:
    """What happened after what was told last."""
    if not _NEXT.match(plain) or not re.search(r"next|then|after|later", plain, re.I):
        return None
    said = _told(discourse)
    if not said:
        return None
    return f"What happened after {wording.lowered(_named(said, discourse))}?"


def unpointed(plain: str) -> str:
    """A message without the words that point at the last reply ("the 2nd one", "[2]")."""
    return _NUMBERED.sub(" ", _ITEM.sub(" ", plain))
