"""What is known of single words: verbs, irregular forms and opposites, drawn from WordNet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from retrieval.language.words import Word, stem

DATA = Path(__file__).parent / "data" / "grammar.tsv"


@dataclass(frozen=True, slots=True)
class Grammar:
    """verbs: stem -> (how often a verb, how often a noun, how often another word); forms: form -> base.

    deeds: stem of a noun -> stems of the verbs whose deed it names ("recognit": "recogn").
    """

    verbs: dict[str, tuple[int, int, int]]
    forms: dict[str, str]
    opposites: dict[str, frozenset[str]]
    deeds: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The file, read once."""
    found = Grammar({}, {}, {}, {})
    for line in DATA.read_text(encoding="utf-8").splitlines():
        kind, key, *rest = line.split("\t")
        if kind == "v":
            verb, noun, other = map(int, rest)
            found.verbs[key] = (verb, noun, other)
        elif kind == "i":
            found.forms[key] = rest[0]
        elif kind == "d":
            found.deeds[key] = frozenset(rest[0].split())
        else:
            found.opposites[key] = frozenset(rest[0].split())
    return found


@lru_cache(maxsize=20_000)
def base(word: Word) -> str:
    """The stem of a word's base form: "took" -> "take"."""
    form = grammar().forms.get(word.lower)
    return stem(form) if form else word.stem


# What WordNet has no opposite for, or not in the sense of the news; each pair counts both ways.
_PAIRS = """
    suspend resum;suspend restor;suspend maintain;suspend continu;suspend reopen;close open;close reopen;close keep;
    expel admit;expel welcom;expel invit;expel accept;expel receiv;expel readmit;expel accredit;withdraw grant;withdraw give;withdraw restor;
    agre refus;agre reject;accept refus;accept reject;approv reject;confirm deni;admit deni;accus defend;accus clear;
    rise fall;rise drop;increas reduc;increas decreas;increas fall;grow shrink;doubl halv;raise lower;expand shrink;expand cut;expand reduc;strengthen weaken;
    win lose;beat lose;ally enemi;friend enemi;support oppos;support reject;prais criticis;prais critic;prais condemn;welcom condemn;welcom criticis;welcom reject;
    begin end;start end;begin stop;start stop;launch end;arriv leav;enter leav;join leav;arrest releas;jail free;
    success failur;succeed fail;improv worsen;better wors;high low;highest lowest;larg small;big small;long short;first last;
    more less;more fewer;most least;before after;abov below;over under;east west;north south;western eastern;northern southern;
    legal illeg;likely unlik;possibl impossibl;militari civilian;public secret;true fals;allow forbid;allow ban;permit ban;legalis ban;
    break mend;cut restor;cut increas;reduc rais;build destroy;attack defend;buy sell;lend borrow;import export;give take;send receiv;
    promis refus;forget rememb;calm inflam;calm escal;eas escal;eas tighten;declar undeclar;offici unoffici;clear unclear;known unknown;
    major minor;majority minority;alway never;all none;everybodi nobodi;everyon nobodi;up down;old new;young old;early late;
    withdraw deploy;recal send;recal appoint;dismiss appoint;dismiss hire;resign appoint;lift impos;guilti innoc;convict acquit;
    sincer insinc;open secret;open shut;shut open;groundless ground;groundless justifi;justifi unjustifi;ration irrat;
    strong weak;aggress peac;friendli hostil;hot cold;rare often;rare frequent;partial full;temporari perman;temporari final
"""


@lru_cache(maxsize=1)
def _by_hand() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _PAIRS.replace("\n", "").split(";"):
        first, second = (stem(word) for word in pair.split())
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return {key: frozenset(others) for key, others in found.items()}


@lru_cache(maxsize=4096)
def opposites(key: str) -> frozenset[str]:
    """Stems of the words that mean the opposite of a stem."""
    none: frozenset[str] = frozenset()
    return grammar().opposites.get(key, none) | _by_hand().get(key, none)
