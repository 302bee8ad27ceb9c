import numpy as np

from studio.taxonomy import typos
from studio.taxonomy.index import Index
from studio.taxonomy.indexing import Sources, build, packed
from studio.taxonomy.vocabulary import Term

# Many others, for a word tells little where few occupations are.
OTHERS = {f"51-{number}.00": [f"Others{number}"] for number in range(2000, 2200)}
SOURCES = Sources(
    title={
        "11-1011.00": ["Tea Tasters"],
        "11-1021.00": ["Kite Makers"],
        "11-1021.01": ["Flyers"],
        **OTHERS,
    },
    alternate={"11-1011.00": ["Cupping Accountant"], "11-1021.00": ["Kite Sewer"]},
    direct={"11-1021": ["Kite Person"]},
    software={"11-1021.00": ["Vendor Sail Loft"]},
    plain={"11-1011.00": ["slurp", "brew leaves on silk"]},
    tasks={
        "11-1011.00": ["Slurp the oolong loudly."],
        "11-1021.00": ["Stitch silk, dye silk, hem silk."],
    },
    definitions={"11-1021.01": ["Fly."]},
    terms=[
        Term("bamboo spar", "thing", ("11-1021.00", "11-1021.01")),
        Term("elsewhere", "verb", ("99-9999.00",)),
    ],
    employed={"11-1011": 100_000, "11-1021": 10_000},
)


def index() -> Index:
    return Index(build(SOURCES))


def weight(word: str, place: int) -> float:
    found = index().weights(word)
    return 0.0 if found is None else float(found[place])


def test_the_same_sources_give_the_same_bytes() -> None:
    assert build(SOURCES) == build(SOURCES)
    assert packed(build(SOURCES)) == packed(build(SOURCES))


def test_words_point_at_the_occupations_that_use_them() -> None:
    assert weight("kit", 1) > 0 and weight("kit", 0) == 0
    assert weight("silk", 0) > weight("silk", 1) > 0
    assert index().weights("elsewhere") is None
    assert index().weights("the") is None


def test_phrases_stand_beside_their_words() -> None:
    assert weight("bambo_spar", 1) > weight("bambo_spar", 2) > 0
    assert weight("sail_loft", 1) > 0 and weight("vendor_sail_loft", 1) > 0


def test_a_family_lends_a_part() -> None:
    titles = {"11-1011.00": ["Cupping Accountant"], "11-1021.00": ["Kite Accounts"]}
    lent = Index(build(SOURCES._replace(alternate=titles))).weights("accountant")
    assert lent is not None and lent[0] > lent[1] > 0
    assert lent[2] == 0


def test_no_sentence_is_kept() -> None:
    made = build(SOURCES)
    assert b"oolong" in made
    assert b"oolong loudly" not in made and b"oolong_loudly" not in made


def test_persons_of_one_code_are_shared_by_its_occupations() -> None:
    tens = index().employed
    assert np.isclose(tens[0], 5.0)
    assert tens[0] > tens[1] == tens[2] > 3


def test_slips_beginnings_and_joined_words() -> None:
    known = index()
    for slip in ("bambo", "bambboo", "babmoo", "vamboo"):
        assert typos.meant(slip, known, unfinished=False).forms == ("bamboo",), slip
    assert typos.meant("bam", known, unfinished=True).forms == ("bamboo",)
    assert not typos.meant("bam", known, unfinished=False).forms
    assert typos.meant("bamboospar", known, unfinished=False).forms == ("bamboo", "spar")
    # Nobody says these two together.
    assert not typos.meant("bambookite", known, unfinished=False).forms
    assert typos.meant("acuontant", known, unfinished=False).forms == ("accountant",)
    assert not typos.meant("x" * 500, known, unfinished=True).forms
    assert not typos.meant("b4mboo", known, unfinished=False).forms
