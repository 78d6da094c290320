"""Page furniture: menus, share links, boxes, captions, labels. The article's sentences stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from retrieval.articles.credits import is_credit, starts_as_credit
from retrieval.articles.names import is_name
from retrieval.articles.repeats import repeated_lines
from retrieval.articles.wrapping import ends_sentence

_LONGEST = 400  # characters: no rule for single lines looks at a longer one
_EDGE = 6  # filled lines at the top and the end where a link back to a section stands
_WHOLE_LINES = re.compile(
    r"""
    (?:(?:skip|jump)\ to\ (?:the\ )?(?:main\ )?(?:content|navigation|search|footer|article)
    |(?:download|read|view|see|get)\ (?:the\ )?(?:full|complete)?\ ?
    (?:report|pdf|paper|document|publication|article|story)
    |(?:view|see|full|author)\ (?:full\ )?(?:profile|bio|biography)|view\ all(?:\ \w+){0,2}
    |(?:read|see|show|view|load)\ more
    |explore\ (?:our\ |more\ )?(?:related\ )?(?:content|articles|topics)|continue\ reading
    |read\ next|keep\ reading
    |related\ (?:content|articles?|stories|story|topics?|posts?|links?|reading|pages|news|coverage)
    |more\ (?:stories|news|on\ this(?:\ story|\ topic)?|like\ this|from\ (?:the\ )?author)
    |recommended(?:\ for\ you|\ reading)?
    |you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in)
    |(?:most|popular|trending)\ (?:read|popular|viewed|now|stories)|share
    |(?:share|print|e-?mail|tweet|save|listen\ to|bookmark)\ (?:this|the)
    \ (?:article|story|post|page)
    |share\ (?:this\ )?(?:on|via|with)\ .{2,30}|copy\ (?:the\ )?link|link\ copied|advertisement
    |advertising|sponsored(?:\ content)?
    |article\ continues\ below(?:\ (?:this\ )?(?:ad|advertisement))?
    |advertisement\ article\ continues\ below\ this\ ad
    |story\ continues(?:\ below)?(?:\ (?:this\ )?(?:ad|advertisement))?
    |(?:leave|post|add|write)\ a\ (?:comment|reply)|\d+\ comments?|(?:show|view|hide)\ comments
    |join\ the\ (?:conversation|discussion)|(?:sign|log)\ ?(?:in|up|out)|register
    |subscribe(?:\ (?:now|today|here))?|newsletters?|menu|back\ to\ top|loading|watch\ now
    |follow\ (?:us|me|author)|privacy\ policy|cookie\ (?:policy|settings|preferences|notice)
    |terms\ (?:of|and)\ (?:use|service|conditions)|(?:accept|reject)\ (?:all\ )?cookies
    |contact\ us|about\ us|all\ rights\ reserved|close(?:\ menu)?
    |toggle\ (?:menu|navigation|search)|was\ this\ (?:article\ |page\ )?helpful
    |thank\ you\ for\ your\ feedback|(?:image|photo|video)\ (?:caption|credit|source)
    |\d{1,3}[ -]min(?:ute)?s?(?:\ read)?|\(?getty\ images\)?|_{2,}|[-–—*=~#]{3,})$""",
    re.IGNORECASE | re.VERBOSE,
)
_STARTS = re.compile(
    r"""
    (?:(?:read|see|watch|related)(?:\ more|\ also|\ next)?\s?[:»|]\s?\S
    |read\ more\ (?:here|about|on)\b|(?:follow|like|find|join)\ us\ on\b
    |(?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b
    |(?:sign\ up|subscribe)\b.{0,80}\b(?:newsletters?|inbox|e-?mail(?:s|\ alerts)?
    |(?:e-?mail|news)\ updates)\b
    |get\ .{2,80}\b(?:to|in)\ your\ inbox\b|by\ (?:continuing|using)\ .{2,80}\bcookies\b
    |click\ here\b|tap\ here\b
    |(?:©|\(c\)|copyright)(?:\s+(?:©|\(c\)|copyright))?\s?\d{4}\b|©\ copyright\b
    |distribution\ statement\ [a-f]\b|have\ an\ idea\ for\ an?\b.{2,60}\bwrite\b
    |download\ the\ .{2,40}\bapp\b|like\ what\ you['’]re\ reading\b
    |(?:tags?|filed\ under|file\ under|categor(?:y|ies)|keywords|topics|in\ this\ story)\s*:\s?\S
    |(?:[•*-]\s*)?(?:pages|document\ (?:number|no\.?|id)|isbn|issn|doi
    |publication\ date|reading\ time|word\ count)\s*:\s*\S
    |(?:print|pdf)\ version\b|turn\ on\ .{2,30}\bnotifications\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_BACK = re.compile(r"(?:back|return|go back) to [\w&'’ -]{1,50}$", re.IGNORECASE)
_AFTER_THE_END = re.compile(
    r"(?:explore (?:our )?related content|more stories"
    r"|related (?:content|articles|stories|posts|links|coverage)|recommended(?: for you)?"
    r"|you (?:may|might) also like|most (?:read|popular|viewed)|read next)$",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"table of contents\b|contents\b(?:\W*\w+){0,2}\W*$", re.IGNORECASE)
_MOST_CONTENTS, _MOST_ENTRIES = 5, 100  # tables of a page, and lines of a table
_PAGE_WORD_LIST = """
facebook linkedin youtube twitter x instagram whatsapp telegram reddit pinterest rss flipboard
messenger viber vk tiktok email e-mail print share tweet copy link save menu search login
subscribe newsletter newsfeed podcast podcasts toggle navigation dropdown arrow icon skip
"""
_PAGE_WORDS = frozenset(_PAGE_WORD_LIST.split())
_MENU_WORD_LIST = """
home about contact news sign in up article articles report reports summary video videos quick
look case study all events publications research topics experts careers donate english world
business politics sport sports culture opinion tech science health more open close next previous
plus minus triangle star circle press media blog shop help
"""
_MENU_WORDS = _PAGE_WORDS | frozenset(_MENU_WORD_LIST.split())


def furniture(lines: Sequence[str]) -> set[int]:
    """Return the indexes of the lines that belong to the page and not to the article."""
    filled = [index for index, line in enumerate(lines) if line]
    found = {index for index in filled if _is_furniture(lines[index])}
    found |= {i for i in filled[:_EDGE] + filled[-_EDGE:] if _BACK.match(lines[i])}
    pictures = {index for index in filled if is_credit(lines[index])}
    found |= pictures | _caption_names(lines, filled, pictures)
    found |= _buttons(lines, filled, found)
    found |= _after_the_end(lines, filled) | _tables_of_contents(lines, filled)
    return found | repeated_lines(lines, skip=found)


def is_prose(line: str) -> bool:
    """Whether a line reads as running text: a sentence of some length."""
    words = len(line.split())
    return words >= 25 or (words >= 8 and ends_sentence(line))


def _is_furniture(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    bare = line.strip(" .:»›→…|>[]!?•")
    if not bare:
        return not any(char.isalnum() for char in line)
    if _WHOLE_LINES.match(bare):
        return True
    if _STARTS.match(line):
        return len(line.split()) <= 60
    return _is_menu(line) or line.casefold().rstrip(".").endswith("all rights reserved")


def _is_menu(line: str) -> bool:
    """Names of buttons, sections and networks in a row, without a sentence."""
    words = [word.strip("|·•,/>").casefold() for word in line.split()]
    words = [word for word in words if word]
    if len(words) < 2 or ends_sentence(line):
        return False
    of_page = sum(word in _PAGE_WORDS for word in words)
    if of_page == len(words):
        return True
    return (
        len(words) >= 5
        and of_page >= 2
        and (sum(word in _MENU_WORDS for word in words) >= 0.6 * len(words))
    )


def _caption_names(lines: Sequence[str], filled: Sequence[int], pictures: set[int]) -> set[int]:
    """A name alone directly before "PHOTO/AFP - ..." about the same person."""
    found: set[int] = set()
    for index, following in pairwise(filled):
        if following in pictures and starts_as_credit(lines[following]) and is_name(lines[index]):
            surname = lines[index].split()[-1]
            if surname in lines[following]:
                found.add(index)
    return found


def _buttons(lines: Sequence[str], filled: Sequence[int], found: set[int]) -> set[int]:
    """ "Facebook" or "Email" alone is a button beside other buttons, and a heading elsewhere."""
    single = {index for index in filled if lines[index].casefold() in _PAGE_WORDS}
    beside = [*pairwise(filled), *pairwise(filled[::-1])]
    return {index for index, other in beside if index in single and other in single | found}


def _after_the_end(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """Titles of other articles below "Related stories", in the last fifth of the page."""
    for place in range(max(0, len(filled) * 4 // 5), len(filled)):
        if _AFTER_THE_END.match(lines[filled[place]].strip(" :")):
            return {index for index in filled[place:] if not is_prose(lines[index])}
    return set()


def _tables_of_contents(lines: Sequence[str], filled: Sequence[int]) -> set[int]:
    """The lines below "Contents" as long as each comes again as a heading."""
    starts = [place for place, index in enumerate(filled) if _opens_contents(lines[index])]
    if not starts:
        return set()
    last_seen = {_entry(lines[index]): index for index in filled}
    found: set[int] = set()
    for place in starts[:_MOST_CONTENTS]:
        found.add(filled[place])
        for entry in filled[place + 1 : place + 1 + _MOST_ENTRIES]:
            if len(lines[entry]) > 120 or last_seen[_entry(lines[entry])] <= entry:
                break
            found.add(entry)
    return found


def _opens_contents(line: str) -> bool:
    """ "Contents" alone, or "Table of contents" with all its entries on the same line."""
    if len(line) > 2 * _LONGEST or (ends_sentence(line) and not line.endswith(":")):
        return False
    return _CONTENTS.match(line) is not None


def _entry(line: str) -> str:
    """A line of a table of contents without its number, bullet, dots and page."""
    return re.sub(r"^[\d.•*\s-]{1,12}|[\s.…]*\d{0,4}$", "", line[:200]).casefold()
