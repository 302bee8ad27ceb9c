"""Words as the search compares them: folded, one spelling for US and UK, without endings."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

# Words that say nothing about the work.
_STOP = """
    a an the of and or to in on for with by at from as is are be been was were it its this that
    these those my our your their his her i we you he she they me us them who what which when where
    how if so than then not no do does did can could will would may might should must have has had
    having about into over under up down out off all any each every other others such same own very
    just also etc via per using used use uses between through within during before after because
    while both either few more most some there here s t re ve ll m d am too only get gets got
    make sure lot lots many much
"""
STOP = frozenset(_STOP.split())
# Words that everybody uses whatever the work, and that are rare only where tasks are described.
_FAINT = """
    one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty
    sixty seventy eighty ninety hundred thousand half double couple dozen first second third last
    next monday tuesday wednesday thursday friday saturday sunday january february march april june
    july august september october november december today tomorrow yesterday tonight morning
    afternoon evening night midnight noon day week weekend month year hour minute time date season
    spring summer autumn fall winter again always never often sometimes usually mostly mainly once
    twice soon later early late now already still yet even really actually quite pretty rather maybe
    perhaps whether although though however instead therefore since until unless against around
    along across among towards upon onto above below behind beside near far away back forward
    together apart else ever everything something anything nothing everyone someone anyone nobody
    somebody everybody person man woman guy lady folk boss friend thing stuff way kind sort bit part
    piece lot place side end top bottom front middle number big small little large great huge tiny
    long short high low good bad better best worse nice new old young own right wrong odd strange
    different same similar whole full empty sure able ready busy free hard easy simple quick fast
    slow whatever whenever wherever want need like love hate know think believe feel hope wish mean
    seem look see watch hear go come leave stay bring give put let keep try turn happen start begin
    stop finish end continue become say tell ask talk speak call show help work job do spend live
    everyday daily per each every several various lots plus minus please thank thanks yes no ok job
    career profession career position role employ company firm business
"""
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_WORD = re.compile(r"[^\W_]+")
# Names that lose their meaning with their signs.
_SIGNED = ((re.compile(r"\bc\+\+"), "cplusplus"), (re.compile(r"\b([cf])#"), r"\1sharp"))
# Typed in small letters it says nothing.
_IT = re.compile(r"\bIT\b")
_DOT = re.compile(r"(?<!\w)\.(net)\b")
# A letter before a hyphen or around an ampersand belongs to its word: x-ray, R&D.
_LETTER = re.compile(r"\b([a-z]) ?& ?([a-z])\b|\b([a-z])-(?=[a-z]{2})")

# Rules that give the US and the UK spelling one form; it need not be a word.
_SPELLINGS = (
    (re.compile(r"ae|oe(?=[a-z]{2})"), "e"),
    (re.compile(r"z"), "s"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?<=[a-z])our"), "or"),
    (re.compile(r"(?<=[a-z])([tb])re$"), r"\1er"),
    (re.compile(r"ogue$"), "og"),
    (re.compile(r"ence$"), "ense"),
)
_PAIRS = """
    cheque>check tyre>tire kerb>curb grey>gray aluminium>aluminum draught>draft plough>plow
    draughtsman>draftsman draughting>drafting jewellery>jewelry storey>story mould>mold
    moulding>molding moulder>molder artefact>artifact manoeuvre>maneuver licence>license
    practise>practice speciality>specialty learnt>learned men>man women>woman children>child
    people>person teeth>tooth feet>foot mice>mouse lives>life knives>knife analyses>analysis
    taught>teach drove>drive wrote>write written>write sold>sell sale>sell built>build bought>buy
    made>make drew>draw drawn>draw grew>grow kept>keep paid>pay taken>take took>take ran>run
    dug>dig
"""
_SINGLE = dict(pair.split(">") for pair in _PAIRS.split())
_VOWEL = re.compile(r"[aeiouy]")
_HISSING = ("sses", "xes", "zes", "ches", "shes")

# What the words of one family differ in; of these endings the longest is cut.
_CUT = """
    isational isation isability icians ician ification ational ations ation ement ment iveness
    ity iv ical ion ist istry istic ian ance anse ancy ency ens ant ent er or eer ify ic al is at
    abl nes y ys ysis yst ytic osis ostic os ur ural ure ologist ology ologic ological ologis
    ografer ografy ografic ografical
"""
_ENDINGS = sorted(_CUT.split(), key=len, reverse=True)
_KEPT = {
    **dict.fromkeys(("ologist", "ology", "ologic", "ological", "ologis"), "olog"),
    **dict.fromkeys(("ografer", "ografy", "ografic", "ografical"), "ograf"),
}
_ALONE = frozenset(
    ("audition", "engineer", "general", "generat", "student", "patient", "computer", "paper")
)


def fold(text: str) -> str:
    """Return `text` without case, accents and typographic signs, for comparing."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # Possessives join their word whichever apostrophe was typed.
    return " ".join(_WORD.findall(_APOSTROPHES.sub("", kept)))


def split(text: str) -> list[str]:
    """Return the words of `text`, folded; what signs join stays one word (x-ray, C++, R&D)."""
    if len(text) == 2 or not text.isupper():
        text = _IT.sub("infotech", text)
    plain = unicodedata.normalize("NFKD", text.casefold())
    if not plain.isascii():
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
        plain = plain.replace("\u2010", "-").replace("\u2011", "-")
    for pattern, kept in _SIGNED:
        plain = pattern.sub(kept, plain)
    plain = _DOT.sub(r" dot\1", plain)
    plain = _LETTER.sub(lambda hit: "".join(part for part in hit.groups() if part), plain)
    return _WORD.findall(_APOSTROPHES.sub("", plain))


@lru_cache(maxsize=60_000)
def stem(word: str) -> str:
    """Return a folded word in one spelling and without the endings of number and tense."""
    word = _SINGLE.get(word, word)
    if len(word) < 4 or not word.isalpha():
        return word
    word = _singular(word)
    word = _SINGLE.get(word, word)
    if len(word) > 4:
        for pattern, kept in _SPELLINGS:
            word = pattern.sub(kept, word)
    word = _tenseless(word)
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    if word in ("news", "lens"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_HISSING):
        return word[:-2]
    if word[-1] == "s" and word[-2] not in "sui":
        return word[:-1]
    return word


def _tenseless(word: str) -> str:
    for ending in ("ing", "ed"):
        left = word.removesuffix(ending)
        if left != word and len(left) > 2 and _VOWEL.search(left):
            return left
    return word


@lru_cache(maxsize=60_000)
def root(stemmed: str) -> str:
    """Return what a stem shares with the other words of its family: account, accountant."""
    if len(stemmed) < 5 or not stemmed.isalpha() or stemmed in _ALONE:
        return stemmed
    for ending in _ENDINGS:
        left = stemmed.removesuffix(ending)
        if left != stemmed and len(left) > (1 if ending in _KEPT else 3):
            found = left + _KEPT.get(ending, "")
            return found[:-1] if len(found) > 4 and found[-1] == found[-2] else found
    return stemmed


FAINT = frozenset(stem(word) for word in _FAINT.split())


def join(stems: Sequence[str]) -> str:
    """Return the name under which a phrase stands among the words of the index."""
    return "_".join(stems)


def phrases(stems: Sequence[str], longest: int = 4) -> Iterator[str]:
    """Yield each run of two to `longest` neighbouring stems, joined."""
    for length in range(2, longest + 1):
        for place in range(len(stems) - length + 1):
            yield join(stems[place : place + length])
