from collections import Counter

import pytest

from studio.taxonomy import tables, vocabulary
from studio.taxonomy.words import fold, split

# Major groups in which hardly anybody works at a computer: building cleaning, food serving.
AWAY = {"35", "37"}
ENOUGH, FEW = 40, 40


def test_there_are_enough_terms_each_once() -> None:
    # Compared as the search does: without case, accents and signs, but C is not C++.
    met = Counter(" ".join(split(one.term)) for one in vocabulary.terms())
    assert [term for term, count in met.items() if count > 1] == []
    assert len(met) >= 4_000


def test_each_term_is_written_as_the_format_says() -> None:
    known = {one.code for one in tables.occupations()}
    for one in vocabulary.terms():
        assert one.term == " ".join(one.term.split()) and fold(one.term), one
        assert len(one.term.split()) <= 6, one
        assert one.kind in vocabulary.KINDS, one
        assert 1 <= len(one.codes) <= 6 and len(set(one.codes)) == len(one.codes), one
        assert set(one.codes) <= known, one


def test_no_term_is_only_a_title() -> None:
    titles = {fold(one.title) for one in tables.occupations()}
    assert [one.term for one in vocabulary.terms() if fold(one.term) in titles] == []


@pytest.mark.parametrize("one", tables.subdomains(), ids=lambda one: one.id)
def test_every_subdomain_is_covered(one: tables.Subdomain) -> None:
    mapped = {link.soc for link in tables.subdomain_map() if link.subdomain == one.id}
    terms = [term for term in vocabulary.terms() if {code[:7] for code in term.codes} & mapped]
    assert len(terms) >= ENOUGH


def test_every_major_group_at_a_computer_is_covered() -> None:
    met = Counter(major for one in vocabulary.terms() for major in {c[:2] for c in one.codes})
    majors = {one.code[:2] for one in tables.occupations()} - AWAY
    assert {major: met[major] for major in majors if met[major] < FEW} == {}


def test_plain_words_have_living_codes() -> None:
    said = vocabulary.plain_words()
    assert set(said) <= {one.code for one in tables.occupations()}
    assert all(phrase for phrases in said.values() for phrase in phrases)
