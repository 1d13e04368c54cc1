"""Fixtures of sfn-endpoint-deployment."""

from __future__ import annotations

from typing import Any

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.machines import DONE, INVOKE, inside, machine, task, twin

PREFIX = "arn:aws:states:::"
NEW = {"EndpointName.$": "$$.Execution.Name", "EndpointConfigName.$": "$$.Execution.Name"}
LOOK = task(f"{PREFIX}aws-sdk:sagemaker:describeEndpoint", Next="E")
WAIT = {"Type": "Wait", "Seconds": 30, "Next": "D"}
CHOICE = {"Type": "Choice", "Choices": [{"Variable": "$.s", "StringEquals": "InService", "Next": "Z"}], "Default": "C"}
POLL: dict[str, Any] = {"C": WAIT, "D": LOOK, "E": CHOICE, "Z": DONE}
A = "definition.States.B."


def deploying(
    names: tuple[str, ...] = (), /, first: str = "createEndpointConfig", call: str = "createEndpoint", **states: object
) -> Case:
    """A first call, then the endpoint with what is in ``given``, then what follows."""
    given: Any = states.pop("given", {})
    begin = task(f"{PREFIX}sagemaker:{first}", ResultPath="$.first", Next="B")
    deploy = task(
        f"{PREFIX}sagemaker:{call}",
        Parameters={k: v for k, v in {**NEW, **given}.items() if v is not None},
        ResultPath="$.endpoint",
        Next="C",
    )
    return machine({"A": begin, "B": deploy, **POLL, **states}, names)


def fixed(**values: object) -> dict[str, object]:
    return {"EndpointName.$": "$.endpoint", **values}


EXISTS = (f"{A}Parameters.EndpointName.$ is $.endpoint, and nothing updates the endpoint when it exists",)
OLD = (f"{A}Parameters.EndpointConfigName.$ is $.config, which is not made of the model that is trained here",)
UNSEEN = ("definition.States.B is not followed by a look at the endpoint's status",)
CONFIG = {"EndpointConfigName.$": "$.config"}
TRAIN = "createTrainingJob.sync"
FAILS = [
    deploying(EXISTS, given=fixed()),
    deploying(EXISTS, given=fixed(), Z=task(f"{PREFIX}aws-sdk:glue:updateEndpoint", Parameters={})),
    deploying((f"{A}Parameters.EndpointName is classify",), given={"EndpointName.$": None, "EndpointName": "classify"}),
    deploying(OLD, first=TRAIN, given=CONFIG),
    *[deploying(UNSEEN, C=state) for state in (DONE, {"Type": "Pass", "End": True}, {"Type": "Fail"})],
    *[
        deploying(UNSEEN, C=task(f"{PREFIX}{call}"))
        for call in ("sns:publish", "sqs:sendMessage", "events:putEvents", "dynamodb:putItem")
    ],
    deploying(UNSEEN, C={"Type": "Wait", "Seconds": 600, "Next": "Z"}),
    deploying(UNSEEN, C={**CHOICE, "Default": "Z"}),
    deploying((*EXISTS, *OLD, *UNSEEN), first=TRAIN, given={**fixed(), **CONFIG}, C=DONE),
]
CASES = Cases(
    passes=[
        *[twin(case, 'sagemaker:createEndpoint"', 'glue:createEndpoint"') for case in FAILS],
        deploying(),
        deploying(given=fixed(), call="updateEndpoint"),
        *[
            deploying(given=fixed(), Z=task(f"{PREFIX}{call}", Parameters={}))
            for call in (
                "sagemaker:updateEndpoint",
                "aws-sdk:sagemaker:updateEndpoint",
                "aws-sdk:sagemaker:deleteEndpoint",
            )
        ],
        deploying(first=TRAIN),
        deploying(given=CONFIG),
        deploying(first="createModel", given=CONFIG),
        deploying(first=TRAIN, given=CONFIG, Z=task(f"{PREFIX}sagemaker:createEndpointConfig", Parameters={})),
        deploying(C=task(INVOKE)),
        deploying(C=task(f"{PREFIX}sns:publish", Next="D")),
        deploying(C={"Type": "Map", "Iterator": {}, "End": True}),
        *[
            machine({"A": state})
            for state in inside(
                {"StartAt": "B", "States": {"B": task(f"{PREFIX}sagemaker:createEndpoint", Parameters=NEW)}}
            )
        ],
    ],
    fails=FAILS,
    not_applicable=[],
    unknown=[
        deploying(given={"EndpointName.$": U}),
        deploying(first=TRAIN, given={"EndpointConfigName.$": U}),
        deploying(C=task(U)),
        deploying(C={"Type": U, "End": True}),
    ],
    always_applicable=True,
)
