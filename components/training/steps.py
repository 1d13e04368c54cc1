"""A call of one of the pipeline's functions, as every step makes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from components.asl import State, Step, invoke

PASSING_ERRORS: Final = [
    "ClientError",
    "ConnectTimeoutError",
    "ConnectionClosedError",
    "EndpointConnectionError",
    "IncompleteReadError",
    "ReadTimeoutError",
    "ResponseStreamingError",
    "ClaimContested",
    "DeploymentChangedError",
]
"""What may pass by itself: what AWS answered to a function after all the SDK's own attempts, by the names of botocore's
errors, and a claim or a deployment that somebody else changed meanwhile. Every step may be run again: it finds what it
did."""


def call(partition: str, step: Step, place: str, payload: Mapping[str, Any]) -> State:
    """The call without its Catch and what follows; the function's reply lies at ``$.<place>.reply``."""
    state = invoke(partition, step, {"Payload": dict(payload)})
    again = {
        "ErrorEquals": PASSING_ERRORS,
        "IntervalSeconds": 2,
        "BackoffRate": 2.0,
        "MaxAttempts": 3,
        "JitterStrategy": "FULL",
    }
    return {
        **state,
        "ResultSelector": {"reply.$": "$.Payload"},
        "ResultPath": f"$.{place}",
        "Retry": [*state["Retry"], again],
    }
