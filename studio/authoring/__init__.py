"""What an author does in one go: make a task, propose its checks, link, pack."""

from typing import TYPE_CHECKING

from studio.base.lazy import names_of

if TYPE_CHECKING:
    from studio.authoring.adjudication import (
        Adjudicated,
        Foreseen,
        adjudicate,
        foresee,
        keep_fixture,
    )
    from studio.authoring.changes import (
        add_checkpoint,
        change_checkpoint,
        edit_task,
        set_values,
    )
    from studio.authoring.checks import (
        add_check,
        change_check,
        new_check,
        refuse_change,
    )
    from studio.authoring.choices import (
        link_notes,
        occupation_link,
        onet_answer,
        onet_edit,
        told_choice,
    )
    from studio.authoring.covering import (
        Covering,
        Openings,
        checks_at,
        cover,
        cover_on_disk,
        no_check_needed,
        open_items,
    )
    from studio.authoring.creation import Fixtures, first_sentence, new_task
    from studio.authoring.drafting import draft_instruction, write_draft
    from studio.authoring.exchange import inspect_package, laid_out, pack, unpack
    from studio.authoring.files import add_files, adding_edit, give_role, list_files, role_edit
    from studio.authoring.gathering import Material, Understood, new_task_of, understand
    from studio.authoring.linking import (
        accept_suggestion,
        link_occupation,
        link_onet_tasks,
        rank_onet_tasks,
        suggest_occupations,
        why_nothing_suggested,
    )
    from studio.authoring.packing import package_plan
    from studio.authoring.proposals import (
        keep_edit,
        proposal_edit,
        propose_checks,
        removal_edit,
    )
    from studio.authoring.standing import Standing, standing_of
    from studio.authoring.templates import (
        find_template,
        lay_sample,
        list_templates,
        new_from_template,
    )
else:
    __getattr__ = names_of(
        __name__,
        {
            "adjudication": "Adjudicated Foreseen adjudicate foresee keep_fixture",
            "changes": "add_checkpoint change_checkpoint edit_task set_values",
            "checks": "add_check change_check new_check refuse_change",
            "choices": "link_notes occupation_link onet_answer onet_edit told_choice",
            "covering": "Covering Openings checks_at cover cover_on_disk no_check_needed "
            "open_items",
            "creation": "Fixtures first_sentence new_task",
            "drafting": "draft_instruction write_draft",
            "exchange": "inspect_package laid_out pack unpack",
            "files": "add_files adding_edit give_role list_files role_edit",
            "gathering": "Material Understood new_task_of understand",
            "linking": "accept_suggestion link_occupation link_onet_tasks rank_onet_tasks "
            "suggest_occupations why_nothing_suggested",
            "packing": "package_plan",
            "proposals": "keep_edit proposal_edit propose_checks removal_edit",
            "standing": "Standing standing_of",
            "templates": "find_template lay_sample list_templates new_from_template",
        },
    )

__all__ = [
    "Adjudicated",
    "Covering",
    "Fixtures",
    "Foreseen",
    "Material",
    "Openings",
    "Standing",
    "Understood",
    "accept_suggestion",
    "add_check",
    "add_checkpoint",
    "add_files",
    "adding_edit",
    "adjudicate",
    "change_check",
    "change_checkpoint",
    "checks_at",
    "cover",
    "cover_on_disk",
    "draft_instruction",
    "edit_task",
    "find_template",
    "first_sentence",
    "foresee",
    "give_role",
    "inspect_package",
    "keep_edit",
    "keep_fixture",
    "laid_out",
    "lay_sample",
    "link_notes",
    "link_occupation",
    "link_onet_tasks",
    "list_files",
    "list_templates",
    "new_check",
    "new_from_template",
    "new_task",
    "new_task_of",
    "no_check_needed",
    "occupation_link",
    "onet_answer",
    "onet_edit",
    "open_items",
    "pack",
    "package_plan",
    "proposal_edit",
    "propose_checks",
    "rank_onet_tasks",
    "refuse_change",
    "removal_edit",
    "role_edit",
    "set_values",
    "standing_of",
    "suggest_occupations",
    "told_choice",
    "understand",
    "unpack",
    "why_nothing_suggested",
    "write_draft",
]
