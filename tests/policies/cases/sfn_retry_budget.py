"""Fixtures of sfn-retry-budget."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws

RETRY = {"ErrorEquals": ["States.ALL"], "MaxAttempts": 2, "IntervalSeconds": 3, "BackoffRate": 1.0}


def machine(retry: dict[str, object] | None = None, timeout: object = 60, limit: object = 186) -> Case:
    task = {"Type": "Task", "TimeoutSeconds": timeout, "Retry": [retry] if retry else []}
    definition = {"TimeoutSeconds": limit, "States": {"Call": task}}
    return aws("sfn/stateMachine", definition=definition)


FOUND = "definition.States.Call.TimeoutSeconds is"
EARLY = {**RETRY, "ErrorEquals": ["Lambda.TooManyRequestsException"]}
CASES = Cases(
    passes=[
        machine(RETRY),
        machine({**RETRY, "ErrorEquals": ["States.Timeout"]}),
        machine(EARLY, limit=60),
        machine({**RETRY, "ErrorEquals": ["States.TaskFailed"]}, limit=120),
        machine(limit=60),
        machine(timeout=None, limit=60),
        machine({"ErrorEquals": ["States.ALL"]}, limit=247),
        machine({**RETRY, "BackoffRate": 4.0, "MaxDelaySeconds": 3}),
    ],
    fails=[
        machine(RETRY, limit=120).but((f"{FOUND} 60, with retries 186 s, above the execution's 120",)),
        machine(RETRY, limit=185).but((f"{FOUND} 60, with retries 186 s, above the execution's 185",)),
        machine({**RETRY, "ErrorEquals": ["States.Timeout"]}, limit=120).but((FOUND,)),
        machine({**RETRY, "MaxAttempts": 3}).but((f"{FOUND} 60, with retries 249 s",)),
        machine({**RETRY, "IntervalSeconds": 4}).but((f"{FOUND} 60, with retries 188 s",)),
        machine({**RETRY, "BackoffRate": 2.0}).but((f"{FOUND} 60, with retries 189 s",)),
        machine({"ErrorEquals": ["States.ALL"]}, limit=246).but((f"{FOUND} 60, with retries 247 s",)),
        machine(timeout=61, limit=60).but((f"{FOUND} 61, with retries 61 s",)),
    ],
    not_applicable=[machine(RETRY, limit=None)],
    unknown=[machine(RETRY, timeout=U), machine(RETRY, limit=U), aws("sfn/stateMachine", definition=U)],
)
