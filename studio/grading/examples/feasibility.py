"""Examples of the checks of plans."""

from studio.grading import costs, rules
from studio.grading.examples.example import Example

FAMILIES = {
    "feasibility": "Plans, routes and rosters: rules in sentences over columns of tables and a "
    "bound on the cost, never equality, for many plans are right.\n\n"
    f"{(rules.__doc__ or '').strip()}\n\n{(costs.__doc__ or '').strip()}",
}

_RULES = [
    "each `stop` of `stops.csv` is in `stop` once",
    "the sum of `demand` of `stops.csv` by `stop` per `route` is at most 20",
    "`arrival` is between `opens` of `stops.csv` by `stop` and `closes` of `stops.csv` by `stop`",
]

EXAMPLES = {
    "plan_total": Example(
        "totals.json#/boxes",
        {
            "plan": "routes.csv",
            "figure": "the sum of `demand` of `stops.csv` by `stop`",
            "rules": _RULES,
        },
    ),
    "plan_rules": Example("routes.csv", {"rules": _RULES}),
    "plan_cost": Example(
        "routes.csv",
        {
            "cost": "the way through `stop` per `route` by `km` of `roads.csv` from and to Depot",
            "rules": _RULES,
            "at_most": 84.5,
        },
    ),
}
