"""Whether two words say the same: equal, of like meaning, or opposites."""

from __future__ import annotations

from functools import lru_cache

from retrieval.language.grammar import grammar, opposites
from retrieval.language.thesaurus import meaning
from retrieval.language.words import stem

SAME, ALIAS, SPELLING, SYNONYM, RELATED = 1.0, 0.9, 0.9, 0.85, 0.6

# What newspapers use for each other and WordNet keeps apart. "send_home" is one word for a verb and
# its particle.
_ALIKE = """
expel expulsion oust eject evict kick_out throw_out send_home remove
suspend suspension freeze halt pause stop break_off mothball
close closure shut shutter shut_down close_down
withdraw withdrawal revoke strip cancel take_away rescind pull
cut reduce reduction shrink lower decrease slash trim downsize
retaliate retaliation response respond answer reply react reaction countermeasure
announce announcement declare declaration state proclaim
mission delegation
staff personnel employee
spy espionage
envoy ambassador emissary
diplomat envoy
newspaper daily
tie relation relationship
talk dialogue conversation negotiation
accuse accusation charge allege allegation blame
groundless baseless unfounded
evidence proof
explain explanation reason
office bureau
alliance bloc
kill killing murder
start begin commence launch open
end finish conclude terminate termination
set_up establish create found
pact treaty agreement accord
ask request demand
assist help aid support assistance
meet meeting
purchase buy
large big huge
nation country state
soldier troop
police policeman
attack assault
poison poisoning
say tell state note remark add comment observe mention
argue claim maintain contend insist assert
warn warning caution
criticise criticize criticism condemn denounce
deny denial reject
confirm confirmation acknowledge
describe call characterise term label portray
write publish report
show demonstrate indicate
believe think
appoint name
rise grow increase climb growth
fall drop decline decrease
double twofold
halve half
people person member
citizen national
about regarding concerning
reject turn_down refuse decline
express voice utter
receive get obtain
use employ utilise
need require
seek want wish
allow permit let enable
choose select pick
leave depart
return come_back
build construct
destroy demolish
hold organise organize
head lead chair
chairman chair chairwoman chairs
spokesman spokeswoman spokesperson
end expire
limit restrict restriction ceiling cap
message signal
exercise drill manoeuvre maneuver
vessel ship warship
plane aircraft
"""


@lru_cache(maxsize=1)
def _by_hand() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _ALIKE.splitlines():
        keys = {_key(word) for word in line.split()}
        for key in keys:
            found.setdefault(key, set()).update(keys - {key})
    return {key: frozenset(others) for key, others in found.items()}


def _key(word: str) -> str:
    verb, _, particle = word.partition("_")
    return f"{stem(verb)}_{particle}" if particle else stem(verb)


@lru_cache(maxsize=50_000)
def opposed(first: str, second: str) -> bool:
    """Whether two stems mean the opposite, by themselves or by a word of the same meaning."""
    if second in opposites(first) or first in opposites(second):
        return True
    none: frozenset[str] = frozenset()
    hand = _by_hand()
    for one, other in ((first, second), (second, first)):
        around = hand.get(one, none)
        if any(other in opposites(each) for each in around):
            return True
    return False


@lru_cache(maxsize=100_000)
def likeness(first: str, second: str) -> float:
    """How much alike two stems (or phrasal verbs, "kick_out") are in meaning, 0 to 1."""
    if first == second:
        return SAME
    if opposed(first, second):
        return 0.0
    if second in _by_hand().get(first, ()):
        return SYNONYM
    deeds = grammar().deeds
    if second in deeds.get(first, ()) or first in deeds.get(second, ()):
        return SYNONYM
    here, there = meaning(first), meaning(second)
    if second in here.synonyms or first in there.synonyms:
        return SYNONYM
    if second in here.related and first in there.related:
        return RELATED
    return 0.0
