"""What a check of a whole table asks for."""

from typing import Annotated, Literal

from pydantic import Field

from studio.model.frozen import Frozen


class TableEqualsParameters(Frozen):
    """Which facts of a table must be as in the reference."""

    key: tuple[str, ...] = Field(
        default=(),
        title="Columns that tell rows apart",
        description="The columns that tell rows apart; without any, rows are counted.",
    )
    columns: tuple[str, ...] | None = Field(
        default=None,
        title="Columns",
        description="The columns that are compared; all but the key if left out.",
    )
    without_key: Literal["by place", "by values"] = Field(
        default="by place",
        title="Rows without a key",
        description="Whether rows without key columns are told apart by their number, or are the "
        "same in any order if their compared values are.",
    )
    header: bool = Field(
        default=True, title="Has a header", description="Whether a row of names stands on top."
    )
    order_matters: bool = Field(
        default=False,
        title="Order matters",
        description="Whether rows matched by key must follow each other as in the reference.",
    )
    extra_rows: Literal["fail", "ignore"] = Field(
        default="fail",
        title="Extra rows",
        description="What a row that the reference lacks amounts to.",
    )
    typed: bool = Field(
        default=False,
        title="Numbers and dates as such",
        description="Whether a number or a date must be stored as one, so that text that spells it "
        "is wrong.",
    )
    computed: tuple[str, ...] = Field(
        default=(),
        title="Computed",
        description="Compared columns of a workbook whose cells must hold formulas, not typed "
        "values, where those of the reference do.",
    )
    case: bool = Field(default=True, title="Capitals matter", description="For text.")
    loose: tuple[str, ...] = Field(
        default=(),
        title="Loose names",
        description="Columns of names in which other words will do that tell which of the names is "
        "meant: `left` for `left ventricle` beside `right ventricle`.",
    )
    worded: tuple[str, ...] = Field(
        default=(),
        title="Word for word",
        description="Columns in which dates, weeks, months, times, yes and no must be written as "
        "in the reference; elsewhere other ways to write them are the same.",
    )
    empty_is_zero: tuple[str, ...] = Field(
        default=(),
        title="Empty is zero",
        description="Columns in which an empty cell, a dash and 0 are the same, as long as a "
        "formula stands there or something is shown.",
    )
    free_names: tuple[str, ...] = Field(
        default=(),
        title="Free names",
        description="Columns that may have another name; they are found by their values.",
    )
    totals: Literal["compare", "ignore", "only"] = Field(
        default="compare",
        title="Rows of totals",
        description="Whether rows that begin with a word such as Total are rows like others, are "
        "left out on both sides, or are all that is compared.",
    )
    numbered: bool = Field(
        default=False,
        title="Numbers its rows",
        description="Whether whoever adds rows goes on with the numbers in the key: rows that the "
        "input lacks are told apart by their other values, and numbered in the order in which they "
        "stand.",
    )
    running: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        title="Running totals",
        description="Columns that add up the rows so far, each with those that it adds up, and a "
        "minus before those that it takes away: they follow the order of the rows in the output.",
    )
    either: tuple[tuple[str, str], ...] = Field(
        default=(),
        title="Either filled",
        description="Two columns of which each row fills one, such as debit and credit: the other "
        "may be empty, a dash or 0.",
    )
    sums: tuple[str, ...] = Field(
        default=(),
        title="Names of sums",
        description="Rows that sum up the others, by their key; they may have another name.",
    )
    tolerances: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict,
        title="Tolerances",
        description="How far off the numbers of a column may be, by its name, instead of the "
        "tolerance of the check.",
    )
    relative: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Share",
        description="The share of the right number that a number may be off by: 0.02 is 2%.",
    )
    shares: dict[str, Annotated[float, Field(ge=0, lt=1)]] = Field(
        default_factory=dict,
        title="May be off by a share",
        description="The share of the right number that the numbers of a column may be off by, by "
        "its name: 0.02 is 2%.",
    )
    facts: Literal["all", "changed", "unchanged"] = Field(
        default="all",
        title="Values that count",
        description="All values; those that the input does not hold already (the work); or those "
        "that it does (what must be left alone).",
    )
