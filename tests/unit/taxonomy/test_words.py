import pytest

from studio.taxonomy.words import fold, root, split, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colour", "colors"),
        ("organising", "organize"),
        ("centres", "center"),
        ("anaesthetists", "anesthetist"),
        ("programme", "programming"),
        ("modelling", "modeling"),
        ("catalogue", "catalogs"),
        ("licence", "licensed"),
        ("cheques", "check"),
        ("draughting", "drafting"),
        ("analyse", "analyzing"),
        ("copies", "copying"),
        ("children", "child"),
        ("taught", "teaches"),
        ("invoicing", "invoices"),
        ("dishes", "dish"),
    ],
)
def test_forms_and_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("bus", "business"), ("new", "news"), ("policy", "police"), ("gas", "gauge"), ("sea", "see")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    "family",
    [
        "accountant accounting accountancy accounts",
        "radiographer radiography radiographic",
        "geologist geology geological",
        "dentist dental dentistry",
        "architect architecture architectural",
        "hygienist hygiene",
    ],
)
def test_words_of_a_family_share_a_root(family: str) -> None:
    assert len({root(stem(word)) for word in family.split()}) == 1


def test_an_engineer_is_not_an_engine() -> None:
    assert root(stem("engineers")) != root(stem("engines"))


def test_signs_that_belong_to_a_word_join_it() -> None:
    assert split("X-rays, C++ and R&D in .NET") == [
        "xrays", "cplusplus", "and", "rd", "in", "dotnet",
    ]  # fmt: skip
    assert split("e-mail follow-up") == ["email", "follow", "up"]


def test_the_odd_hyphen_and_curly_quotes_fold() -> None:
    assert split("Hand\u2010Sewn Police and Sheriff\u2019s") == [
        "hand", "sewn", "police", "and", "sheriffs",
    ]  # fmt: skip
    assert fold("Sheriff\u2019s \u201cCaf\u00e9\u201d") == fold("Sheriff's 'cafe'")


def test_it_in_capitals_is_a_trade() -> None:
    assert split("fix IT") == ["fix", "infotech"]
    assert split("FIX IT") == ["fix", "it"]
    assert split("fix it") == ["fix", "it"]
