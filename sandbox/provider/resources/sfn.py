"""Step Functions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

# The role may have been made, or given its rights to the log group, a moment ago.
_NOT_YET: Final = {"AccessDeniedException": "log destination|assume|not authorized", "StateMachineDeleting": ""}


class StateMachine(Resource):
    """A state machine; its id is its ARN."""

    type_name = "aws:sfn/stateMachine:StateMachine"
    service = "stepfunctions"
    operation = "CreateStateMachine"
    table = Table(
        rename={"arn": "stateMachineArn"},
        local=frozenset({"namePrefix", "loggingConfiguration"}),
        unread=frozenset({"publish", "encryptionConfiguration", "tracingConfiguration", "loggingConfiguration"}),
        replaces=frozenset({"name", "namePrefix", "type"}),
        defaults={"type": "STANDARD", "publish": False},
        meaning=Meaning(
            json_text=frozenset({"definition"}),
            computed=frozenset({"encryptionConfiguration", "loggingConfiguration", "tracingConfiguration"}),
        ),
        outputs=("arn", "creationDate", "status"),
        volatile=("revisionId", "stateMachineVersionArn"),
        name=AutoName(longest=80),
    )
    tag_api = ServiceTags(
        service="stepfunctions",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="resourceArn",
        of="id",
        parameter="tags",
        keys="tagKeys",
        pair=("key", "value"),
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        definition = inputs.get("definition")
        if isinstance(definition, str):
            try:
                states = json.loads(definition)
            except ValueError as error:
                yield Failure("definition", f"is not JSON: {error}")
            else:
                if not isinstance(states, dict) or "StartAt" not in states or "States" not in states:
                    yield Failure("definition", "is no state machine: StartAt and States are needed")
        logging = inputs.get("loggingConfiguration")
        target = logging.get("logDestination") if isinstance(logging, dict) else None
        if isinstance(target, str) and not target.endswith(":*"):
            yield Failure(
                "loggingConfiguration.logDestination", f"is {target!r}; accepted: a log group's ARN that ends in ':*'"
            )

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        logging = inputs.get("loggingConfiguration")
        if isinstance(logging, dict):
            request["loggingConfiguration"] = _logging(logging)
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        answer = aws.retry(lambda: aws.call("stepfunctions", "create_state_machine", **request), on=_NOT_YET)
        return str(answer["stateMachineArn"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("stepfunctions", "describe_state_machine", stateMachineArn=resource_id)
        if found is None or found.get("status") == "DELETING":
            return None
        props = self.props(found)
        logging = found.get("loggingConfiguration")
        if logging:
            props["loggingConfiguration"] = {
                "level": logging.get("level", "OFF"),
                "includeExecutionData": logging.get("includeExecutionData", False),
                "logDestination": next(
                    (item["cloudWatchLogsLogGroup"]["logGroupArn"] for item in logging.get("destinations", ())), None
                ),
            }
        return props

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """What the program no longer sets is turned off."""
        new = change.new
        request = self.request(aws.session, new)
        off: dict[str, Any] = {
            "loggingConfiguration": {"level": "OFF"},
            "tracingConfiguration": {"enabled": False},
            "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
        }
        dropped = {name: value for name, value in off.items() if name in change.names and name not in new}
        kept = {name: request[name] for name in
                ("definition", "roleArn", "publish", *off) if name in request}  # fmt: skip
        call = {"stateMachineArn": resource_id, **kept, **dropped}
        aws.retry(lambda: aws.call("stepfunctions", "update_state_machine", **call), on=_NOT_YET)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """It lives on as DELETING until its executions end."""
        aws.find("stepfunctions", "delete_state_machine", stateMachineArn=resource_id)
        aws.wait(
            f"state machine {resource_id} being deleted",
            lambda: aws.find("stepfunctions", "describe_state_machine", stateMachineArn=resource_id) is None,
        )


def _logging(given: Props) -> Props:
    request: Props = {name: given[name] for name in ("level", "includeExecutionData") if name in given}
    if "logDestination" in given:
        request["destinations"] = [{"cloudWatchLogsLogGroup": {"logGroupArn": given["logDestination"]}}]
    return request


RESOURCES = (StateMachine,)
