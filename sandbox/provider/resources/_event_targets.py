"""Where the events of a rule go."""

from __future__ import annotations

from typing import Any

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import ProviderError
from sandbox.provider.mapping import from_response, to_request
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import PutResource, Table, split_id
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

_OF_RULE = frozenset({"rule", "eventBusName", "forceDestroy", "region"})


class EventTarget(PutResource):
    """A target; its id is `rule-target`, or `bus-rule-target`; it is imported by `[bus/]rule/target`."""

    type_name = "aws:cloudwatch/eventTarget:EventTarget"
    service = "events"
    operation = "PutTargets"
    table = Table(
        rename={
            "targetId": "Id",
            "inputTransformer.inputPaths": "InputPathsMap",
            "batchTarget": "BatchParameters",
            "ecsTarget": "EcsParameters",
            "httpTarget": "HttpParameters",
            "kinesisTarget": "KinesisParameters",
            "sagemakerPipelineTarget": "SageMakerPipelineParameters",
            "sqsTarget": "SqsParameters",
        },
        local=frozenset({"forceDestroy"}),
        replaces=frozenset({"rule", "eventBusName", "targetId"}),
        defaults={"eventBusName": "default", "forceDestroy": False},
        meaning=Meaning(json_text=frozenset({"input"})),
        outputs=(),
        delete_first=True,
        name=AutoName("targetId", longest=64, prefix_property=None),
    )

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        shape = session.operation("events", "PutTargets").input_shape.members["Targets"].member
        given = {name: value for name, value in inputs.items() if name not in _OF_RULE}
        target = to_request(given, shape, rename=self.table.rename)
        return {"Rule": inputs["rule"], "EventBusName": inputs["eventBusName"], "Targets": [target]}

    def put(self, aws: Aws, inputs: Props) -> None:
        """See `PutResource`; the service answers a refused target with success and an entry."""
        answer = aws.call("events", "put_targets", **self.request(aws.session, inputs))
        for entry in answer.get("FailedEntries", ()):
            text = f"{entry.get('ErrorCode')}: {entry.get('ErrorMessage')}"
            raise ProviderError(f"events:PutTargets refused the target {entry.get('TargetId')!r} with {text}")

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        bus = inputs["eventBusName"]
        own = "" if bus == "default" else f"{bus}-"
        return f"{own}{inputs['rule']}-{inputs['targetId']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        if resource_id.count("/") == 1:
            return {"eventBusName": "default", **split_id(resource_id, "/", "rule", "targetId")}
        return split_id(resource_id, "/", "eventBusName", "rule", "targetId")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        bus, rule, wanted = known.get("eventBusName", "default"), known["rule"], known["targetId"]
        target = _find_target(aws, rule, bus, wanted)
        if target is None:
            return None
        spec = {name: item for name, item in self.spec.state.items() if name not in _OF_RULE}
        props = from_response(target, spec, self.spec.module, rename=self.table.rename)
        own_id = self.identify(aws, {"eventBusName": bus, "rule": rule, "targetId": wanted})
        return {**props, "eventBusName": bus, "rule": rule, "id": own_id}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        bus = state.get("eventBusName", "default")
        force = True if state.get("forceDestroy") else None
        aws.find("events", "remove_targets", Rule=state["rule"], EventBusName=bus, Ids=[state["targetId"]], Force=force)


def _find_target(aws: Aws, rule: str, bus: str, wanted: str) -> dict[str, Any] | None:
    token: str | None = None
    while True:
        found = aws.find("events", "list_targets_by_rule", Rule=rule, EventBusName=bus, NextToken=token)
        if found is None:
            return None
        for target in found["Targets"]:
            if target["Id"] == wanted:
                return dict(target)
        token = found.get("NextToken")
        if not token:
            return None
