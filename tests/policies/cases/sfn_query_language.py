"""Fixtures of sfn-query-language."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U
from tests.policies.cases.machines import INVOKE, alone, inside

PATHS = ("InputPath", "OutputPath", "Parameters", "ResultPath", "ResultSelector")
STATE = {"Type": "Task", "Resource": INVOKE, "End": True}
IN_JSONATA = {**STATE, "Arguments": {"FunctionName": "work"}, "Output": "{% $states.result %}"}
IN_PATHS = {**STATE, **dict.fromkeys(PATHS, "$")}
A = "definition.States.A."


def scope(state: object) -> dict[str, object]:
    return {"StartAt": "B", "States": {"B": state}}


CASES = Cases(
    passes=[
        alone(STATE),
        alone(STATE, QueryLanguage="JSONata"),
        alone(IN_PATHS),
        alone(IN_PATHS, QueryLanguage="JSONPath"),
        alone({**IN_PATHS, "QueryLanguage": "JSONPath"}),
        alone(IN_JSONATA, QueryLanguage="JSONata"),
        alone({**STATE, "Assign": {"x": 1}}, QueryLanguage="JSONata"),
        alone({**STATE, "QueryLanguage": "JSONata"}),
        alone({**IN_JSONATA, "QueryLanguage": "JSONata"}),
        alone({**STATE, "Assign": {"x": 1}}),
        *[alone(state) for state in inside(scope(STATE))],
        *[alone({**state, "QueryLanguage": "JSONata"}) for state in inside(scope(IN_JSONATA))],
        *[alone({**state, "QueryLanguage": "JSONata"}) for state in inside(scope(IN_PATHS))],
        *[alone(state) for state in inside(scope({**IN_JSONATA, "QueryLanguage": "JSONata"}))],
    ],
    fails=[
        *[
            alone({**STATE, "QueryLanguage": "JSONata", name: "$"}, (f"{A}{name} is set for a JSONata state",))
            for name in PATHS
        ],
        alone({**STATE, "Arguments": {"FunctionName": "work"}}, (f"{A}Arguments is set for a JSONPath state",)),
        alone({**STATE, "Output": 1}, (f"{A}Output is set for a JSONPath state",)),
        alone({**STATE, "InputPath": "$"}, (f"{A}InputPath is set for a JSONata",), QueryLanguage="JSONata"),
        *[
            alone(state, (f"{A}{where}.States.B.Output is set for a JSONPath state",))
            for state, where in zip(
                inside(scope({**STATE, "Output": 1})), ("Branches[0]", "ItemProcessor", "Iterator"), strict=True
            )
        ],
    ],
    not_applicable=[],
    unknown=[
        alone(IN_PATHS, QueryLanguage=U),
        alone({**IN_PATHS, "QueryLanguage": U}),
        alone(U),
    ],
    always_applicable=True,
)
