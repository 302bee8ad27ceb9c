"""Wishes in a sentence: how to round, how far off is near enough, how to sort."""

import re
from dataclasses import dataclass, replace

from studio.grading.readers.units import factor, is_unit

_NUMBERS = {"no": 0, "zero": 0, "one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_NUMBERS |= {"six": 6, "eine": 1, "zwei": 2, "drei": 3}
_ORDINALS = {"tenth": 1, "hundredth": 2, "thousandth": 3}
_PARTS = {"half": 0.5, "quarter": 0.25, "eighth": 0.125, "0.5": 0.5, "0.25": 0.25}
_SPOKEN = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "five": 5.0, "ten": 10.0}
_SPOKEN |= {"half a": 0.5, "half an": 0.5, "a quarter of a": 0.25, "a quarter of an": 0.25}
_LARGE = {"ten": 10.0, "hundred": 100.0, "thousand": 1000.0, "million": 1e6}
_DECIMALS = re.compile(
    rf"\b(\d|{'|'.join(_NUMBERS)})[ -](?:decimals?|decimal places?|decimal digits?|places|digits "
    r"after|Nachkommastellen?)\b",
    re.IGNORECASE,
)
_ELLIPSIS = re.compile(
    rf"\b(?:with|to) (\d|{'|'.join(n for n in _NUMBERS if n not in ('a', 'no'))})"
    r"(?=\s*(?:[.,;:)]|$|and\b))",
    re.IGNORECASE,
)
_CENT = re.compile(
    r"\b(?:to|auf)(?: the| den)?(?: nearest| full)? (?:cents?|penny|pence|öre|rappen)\b|"
    r"\bin euros? and cents?\b|\bcent genau\b",
    re.IGNORECASE,
)
_NEAREST = re.compile(
    r"\b(?:to|round(?:ed)? (?:up |down )?to|to the) (?:the )?nearest (\d[\d,.]*|[a-z]+)\b", re.I
)
_WHOLE = re.compile(
    r"\b(?:whole|full|integer|ganze) (?:numbers?|euros?|dollars?|pounds?|weeks?|days?|hours?|"
    r"minutes?|seconds?|units?|pieces?|per ?cents?|percentages?|points?|EUR|USD|GBP|kilos?|kg|"
    r"grams?|mm|cm|met(?:re|er)s?)\b|"
    r"\b(?:as|to|with|of) an? (?:whole|full|integer) [a-z]+\b|"
    r"\b(?:to|in) (?:the nearest )?(?:whole|full) [a-z]+\b|\bto an integer\b|"
    r"\bas (?:an )?integers?\b|\bwithout decimals\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:()]|[.](?!\d)")
_RULED = re.compile(
    r"\bround(?:s|ed|ing)?\b(?! (?:number|figure))|\bgerundet\b|\bhalf (?:a \w+ )?(?:goes )?up\b",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"\b(?:about|approximately|roughly|around|shown?|showing|display\w*|format\w*|written)\b",
    re.IGNORECASE,
)
_NOT_ROUNDING = re.compile(
    r"\b(?:to|in) (?:the )?(?:whole|full) (?:name|file|sheet|table|list|text|document|year|detail|"
    r"precision|report|length|period|month|set)",
    re.IGNORECASE,
)
_ALL_DIGITS = re.compile(
    r"\b(?:full|float|double|machine) precision\b|\bun-?rounded\b|"
    r"\b(?:do not|don't|never|not|without|no|nothing|nowhere) (?:to )?(?:be )?(?:any )?"
    r"round(?:ed|ing)?\b|\ball (?:the |its |their )?(?:digits|decimals|decimal places)\b",
    re.IGNORECASE,
)
_ON_THE_WAY = re.compile(
    r"\b(?:intermediate|until|till|before|in between|steps?|on the way|along the way|"
    r"inside the formulas?|only (?:at|in) the end|at the end|then round|and round|but round|"
    r"internally|calculat\w+ with|comput\w+ with|work with)\b",
    re.IGNORECASE,
)
_SIGNIFICANT = re.compile(
    rf"\b(\d|{'|'.join(_NUMBERS)}) significant (?:digits?|figures?)\b", re.IGNORECASE
)
_SHARE = re.compile(
    r"(?:\bwithin|±|\+/-|\bplus or minus|\bgive or take|\bup to|\bat most|\bno more than|"
    r"\b(?:off|out|wrong|deviat\w+|differ\w*|var(?:y|ies))\b(?: \w+){0,3}? by|"
    r"\b(?:tolerance|error|margin|deviation|difference|accuracy|precision)s?(?: of| is|:)?)\s*"
    r"(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)",
    re.IGNORECASE,
)
_SHARE_OFF = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:%|percent|per cent) (?:tolerance|either way|deviation|difference|"
    r"margin|up or down|more or less|off (?:is|are|would be) (?:fine|ok\w*|accept\w+|all right))",
    re.IGNORECASE,
)
_AMOUNT = (
    r"\s*(?P<currency>[€$£] ?)?(?P<amount>\d+(?:[.,]\d+)?|a|one|half an?|two|five)"
    r"(?: (?P<unit>cents?|pence|penny|[a-zµμ°/]{1,5}\b))?"
    r"(?![.,]?\d|\s*(?:[\u00b7\u22c5\u00d7*/]|%|percent|per cent|days?|hours?|weeks?|months?|"
    r"years?|[a-z]+ed\b))"
)
_AT_MOST = r"(?:up to|at most|no more than|not more than|less than|below|under|smaller than|within)"
_MARGIN = re.compile(
    r"(?:\bwithin|±|\+/-|\bplus or minus|\bplus/minus|\bgive or take|\btolerance(?: of| is|:)?|"
    rf"\b(?:off|deviat\w+|differ\w*)\b(?: \w+){{0,3}}? by(?: {_AT_MOST})?|"
    r"\b(?:differences?|deviations?|discrepanc\w+|errors?)\b(?: (?:of|from \w+|\w+ be))? "
    rf"{_AT_MOST})" + _AMOUNT,
    re.IGNORECASE,
)
_MARGIN_OFF = re.compile(
    r"(?<![\w.,])(?<!more than )(?<!over )(?<!above )(?<!least )"
    + _AMOUNT.removeprefix(r"\s*")
    + r" (?P<after>tolerance|off|either way|deviation|difference|margin|up or down|more or less|"
    r"here or there)\b",
    re.IGNORECASE,
)
_NEAR_ENOUGH = re.compile(
    r"\b(?:accura|toleran|accept|correct|right|close|deviat|differ|estimat|counts? as|error|"
    r"enough|fine|precis|approximat|off\b|rounding|give or take|plus or minus)|±|\+/-",
    re.IGNORECASE,
)
_ENOUGH = re.compile(r"\b(?:close|near|good|exact|precise) enough\b", re.IGNORECASE)
_NAMED_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<amount>\d+(?:[.,]\d+)?|half an?|a quarter of an?|an?|one|two|three|five|ten) ?"
    r"(?P<what>percentage points?|%|percent|per ?cent|[A-Za-zµ°/]{1,12})",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|whose|flag|reject|mark|exclude|outlier|duplicates?|replicates?)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:sort(?:ed|ing)?|order(?:ed)?|(?<!a )(?<!its )(?<!their )"
    r"rank(?:ed|ing)?|arranged?|listed?|sequenced?)\b[^.;]{0,40}?"
    r"\b(?:by|on|from|alphabetically|chronologically)\b[^.;]*|"
    r"\bin (?:the )?(?:alphabetical|chronological|ascending|descending|date|time|numerical|reverse|"
    r"rising|falling|calendar)(?: \w+)? ?order\b[^.;]*|\bin order of\b[^.;]*|"
    r"\b(?:largest|highest|biggest|newest|latest|most recent|oldest|earliest|smallest|lowest|worst|"
    r"best|cheapest|most \w+|longest|shortest|heaviest|lightest|fastest|slowest|busiest|greatest)"
    r"\b[^.;]{0,20}\b(?:first|on top|at the top)\b|"
    r"\b(?:order|sorting|sequence)(?: of (?:the )?\w+)?: ?(?=[^.;]*(?:\bthen\b|\bdesc|\basc|\bfirst"
    r"\b|\blast\b|\bby\b))[^.;]*|"
    r"\b(?:rank|place|position|no\.?|number) (?:1|one) (?:at|on|is at) (?:the )?top\b|"
    r"\b(?:alphabetically|chronologically)\b|\b(?:days|dates|lines|rows) in order\b|"
    r"\b(?:nach|aufsteigend|absteigend) (?:\w+ )?sortiert\b",
    re.IGNORECASE,
)
_AS_GIVEN = re.compile(
    r"\bin (?:just )?(?:this|that|the same|the given|the original|its|their|the natural) order\b|"
    r"\bin the order (?:of|in which|that|as|given)\b[^.;,]*|\bin the [\w-]+['\u2019]s? order\b|"
    r"\b(?:keep|keeping|leave) (?:the|their|its) (?:original )?order\b|"
    r"\b(?:same|original) order (?:as|of|like|in)\b[^.;,]*|"
    r"\bin (?:just |exactly )?the order (?:they|it|we|you|I)\b[^.;,]*|"
    r"\b(?:order(?:ed)?|sequence|sort(?:ed)?|arranged|listed|rows|lines) "
    r"(?:is |are |just |exactly )?(?:as|like) (?:in|on)\b[^.;,]*|"
    r"\border (?:is|follows) (?:that of|the one of)\b[^.;,]*|"
    r"\b(?:order|sequence) of (?:the |all )?\w+ (?:\w+ ){0,2}?(?:as (?:before|now|it (?:is|was))|"
    r"unchanged|the same)\b|\b(?:order|sequence) (?:\w+ )?(?:stays|remains|unchanged|as before)\b|"
    r"\b(?:keep|keeping|leave|preserve) the (?:order|sequence) of\b"
    r"[^.;,]*",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"\b(?:counts|counting|counted|numbered|numbering|number (?:them|the|each|these)|"
    r"(?:starts?|starting|begins?) (?:at|from|with) (?:1|one))\b[^.;:,]{0,60}$",
    re.IGNORECASE,
)
_TIES = re.compile(
    r"\b(?:ties?|tied|draws?|equal\w*|(?:the|of) same|identical)\b[^.;]{0,60}\bby\b[^.;]*",
    re.IGNORECASE,
)
_DESCENDING = re.compile(
    r"\bdescending\b|\b(?:largest|highest|biggest|newest|latest|most \w+|worst|longest|greatest)"
    r"\b|\bfrom (?:high|large|big|new|z)\w*\b|\bdecreasing\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:"
    r"add|adjust|allocate|answer|append|apply|arrange|assign|attach|balance|bill|book|"
    r"build|calculate|change|check|choose|classify|clean|clear|close|collect|combine|"
    r"compare|compile|complete|compute|consolidate|convert|copy|correct|count|create|date|"
    r"delete|derive|describe|design|determine|document|draft|draw|edit|enter|estimate|"
    r"evaluate|explain|export|express|extract|fill|find|fix|flag|follow|format|gather|"
    r"give|grade|group|hand|highlight|identify|include|indicate|insert|invoice|join|keep|"
    r"label|lay|leave|let|link|list|load|make|map|mark|match|measure|mention|merge|model|"
    r"move|name|note|number|order|organi[sz]e|pay|place|plan|plot|post|prepare|present|"
    r"price|produce|propose|provide|put|quote|raise|rank|rate|reconcile|record|recommend|"
    r"redact|reduce|reformat|remove|rename|replace|report|reschedule|resolve|rewrite|"
    r"round|save|say|schedule|score|select|send|separate|set|shift|show|sign|sort|split|"
    r"state|store|sum|summari[sz]e|swap|tag|tell|test|total|transcribe|transfer|translate|"
    r"turn|update|use|validate|value|verify|work|write|"
    r"please|must|should|shall|needs? to|has to|have to|want|wants|need|"
    r"berechne|schreibe|erstelle|trage|fülle)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Rounding:
    """A wish to round: the unit of the last digit, and where in the sentence it stands.

    `ruled` is rounding as a step of the calculation, and not as a way to show a number.
    """

    unit: float
    place: int
    ruled: bool = False

    @property
    def tolerance(self) -> float | None:
        """Half a unit; None, which is exact, for tens, hundreds and the like.

        Next to nothing for halves and quarters: what is rounded to them is one of them.
        """
        if self.unit in _PARTS.values():
            return self.noise
        return 0.5 * self.unit if self.unit <= 1 else None

    @property
    def noise(self) -> float:
        """What is off in a rounded number through floats alone: far less than its last digit."""
        return 0.01 * self.unit


@dataclass(frozen=True)
class Slack:
    """How far off is near enough: a share of the value, or an absolute margin."""

    share: float | None = None
    margin: float | None = None
    unit: str = ""

    def of(self, value: float) -> float:
        """Return the slack as an absolute number."""
        return self.margin if self.margin is not None else abs(value) * (self.share or 0.0)

    def in_unit(self, unit: str) -> "Slack | None":
        """Return the margin in another unit, None if it has none that can be told in it."""
        scale = factor(self.unit, unit) if self.unit and self.margin is not None else None
        return Slack(margin=(self.margin or 0.0) * scale, unit=unit) if scale else None


@dataclass(frozen=True)
class Order:
    """A wish to sort: the words that say by what, and the direction."""

    by: str
    descending: bool


def is_wish(text: str) -> bool:
    """Tell whether a sentence asks for something to be made."""
    return bool(_WISH.search(text))


def roundings_of(text: str) -> tuple[Rounding, ...]:
    """Return the wishes to round, in the order of the sentence."""
    found = [Rounding(0.01, match.start()) for match in _CENT.finditer(text)]
    spoken = [*_DECIMALS.finditer(text)]
    if spoken:
        # "two decimals, the share with one": the word for decimals is said once.
        spoken += _ELLIPSIS.finditer(text, spoken[0].end())
    for match in spoken:
        word = match[1].casefold()
        found.append(Rounding(10.0 ** -_NUMBERS.get(word, int(word) if word.isdigit() else 0),
                              match.start()))  # fmt: skip
    for match in _NEAREST.finditer(text):
        unit = _unit(match[1].casefold())
        if unit is not None:
            found.append(Rounding(unit, match.start()))
    for match in _WHOLE.finditer(text):
        if not _NOT_ROUNDING.match(text, match.start()):
            found.append(Rounding(1.0, match.start()))
    # Decimals say how many digits are written; cents, points and tens what there is at all.
    written = {match.start() for match in spoken}
    ruled = [
        replace(one, ruled=one.place not in written and _is_ruled(text, one.place)) for one in found
    ]
    return tuple(sorted(ruled, key=lambda rounding: rounding.place))


def _is_ruled(text: str, place: int) -> bool:
    """Tell whether the clause of a wish says that the numbers themselves are rounded."""
    clause = _CLAUSE.split(text[:place])[-1] + _CLAUSE.split(text[place:])[0]
    return bool(_RULED.search(clause)) and not _NEARLY.search(clause)


def significant_digits(text: str) -> int | None:
    """Return how many significant digits a text wants, None if it says nothing of them."""
    found = _SIGNIFICANT.search(text)
    if found is None:
        return None
    word = found[1].casefold()
    return _NUMBERS.get(word) or (int(word) if word.isdigit() and word != "0" else None)


def _unit(word: str) -> float | None:
    if word in ("cent", "penny"):
        return None
    if word in _ORDINALS:
        return float(10.0 ** -_ORDINALS[word])
    if word in _PARTS:
        return _PARTS[word]
    if word in _LARGE:
        return _LARGE[word]
    plain = word.replace(",", "").rstrip(".")
    try:
        return float(plain)
    except ValueError:
        return 1.0


def slacks_of(text: str) -> tuple[Slack, ...]:
    """Return the tolerances that a sentence states; shares of the work itself are none."""
    if not _NEAR_ENOUGH.search(text) or _CONDITION.search(text):
        return ()
    enough = _ENOUGH.search(text)
    if enough and (named := _named_amounts(text[: enough.start()])):
        return named
    shares = [*_SHARE.finditer(text), *_SHARE_OFF.finditer(text)]
    if shares:
        return tuple(Slack(share=float(match[1]) / 100) for match in shares)
    found = [*_MARGIN.finditer(text), *_MARGIN_OFF.finditer(text)]
    return tuple(slack for match in found if (slack := _margin(match)))


def _named_amounts(text: str) -> tuple[Slack, ...]:
    """Return amounts such as `two seconds`, `half a percentage point` and `half a per cent`."""
    found = []
    for match in _NAMED_AMOUNT.finditer(text):
        word, what = match["amount"].casefold(), match["what"].casefold()
        spoken = _SPOKEN.get(word)
        number = spoken if spoken is not None else float(word.replace(",", "."))
        if what.startswith("percentage"):
            found.append(Slack(margin=number, unit="%"))
        elif what.startswith(("%", "per")):
            found.append(Slack(share=number / 100))
        elif is_unit(match["what"]) or is_unit(what):
            unit = match["what"] if is_unit(match["what"]) else what
            found.append(Slack(margin=number, unit=unit))
    return tuple(found)


def _margin(match: "re.Match[str]") -> Slack | None:
    """Return the margin that a sentence gives: a number, with or without a unit or coin."""
    word, unit = match["amount"].casefold(), (match["unit"] or "").casefold()
    coin = unit.startswith(("cent", "pen"))
    if not word[0].isdigit() and not coin:
        return None
    number = _SPOKEN[word] if word in _SPOKEN else float(word.replace(",", "."))
    if coin:
        return Slack(margin=number / 100)
    known = is_unit(match["unit"] or "")
    if match["unit"] and not known and "after" in match.re.groupindex:
        return None
    return Slack(margin=number, unit=match["unit"] if known else "")


def wants_all_digits(text: str) -> bool:
    """Tell whether a sentence wants results unrounded, and not just what leads to them."""
    return bool(_ALL_DIGITS.search(text)) and not _ON_THE_WAY.search(text)


def given_orders_of(text: str) -> tuple[str, ...]:
    """Return the wishes for an order that is there already: of the input, a list, the calendar."""
    return tuple(match.group().casefold() for match in _AS_GIVEN.finditer(text))


def ties_of(text: str) -> tuple[str, ...]:
    """Return the wishes that say what decides among equals."""
    return tuple(match.group().casefold() for match in _TIES.finditer(text))


def orders_of(text: str) -> tuple[Order, ...]:
    """Return the wishes to sort; in which order something is counted is none."""
    return tuple(
        Order(match.group().casefold(), bool(_DESCENDING.search(match.group())))
        for match in _ORDER.finditer(text)
        if not _COUNTING.search(text[: match.start()])
    )
