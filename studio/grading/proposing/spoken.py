"""Proposals for amounts in words: those that were written as the figures beside them."""

from studio.grading.families.documents_words import spelled_out
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.readers.documents import Document

_MAX_AMOUNTS = 12


def propose_spoken(draft: Draft, path: str, fresh: Document) -> None:
    """Add the check that amounts stand in words, too, where they stand beside their figures.

    Args:
        draft: the proposal.
        path: the file.
        fresh: the part of the reference's document that the input did not have.
    """
    found = dict.fromkeys(
        value for words, figures in spelled_out(fresh) for value, _ in words if value in figures
    )
    if found:
        draft.add(
            f"in words {path}",
            "amount_in_words",
            path,
            parameters={"values": list(found)[:_MAX_AMOUNTS]},
            strong=("words",),
            weak=name_words(path),
            reason="the words beside an amount must be those of the amount",
        )
