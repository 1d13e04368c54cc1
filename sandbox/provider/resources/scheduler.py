"""EventBridge Scheduler."""

from __future__ import annotations

from typing import Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table, split_id
from sandbox.provider.values import Props

_NOT_YET: Final = {"ValidationException": "must allow AWS EventBridge Scheduler to assume the role"}


class Schedule(Resource):
    """A schedule; its id is `group/name`."""

    type_name = "aws:scheduler/schedule:Schedule"
    service = "scheduler"
    operation = "CreateSchedule"
    table = Table(
        local=frozenset({"namePrefix"}),
        replaces=frozenset({"name", "namePrefix", "groupName"}),
        unread=frozenset({"kmsKeyArn", "actionAfterCompletion"}),
        defaults={"groupName": "default", "scheduleExpressionTimezone": "UTC", "state": "ENABLED"},
        meaning=Meaning(
            json_text=frozenset({"target.input"}),
            computed=frozenset({"actionAfterCompletion", "target.retryPolicy"}),
        ),
        outputs=("arn",),
        name=AutoName(longest=64),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        aws.retry(lambda: aws.call("scheduler", "create_schedule", **request), on=_NOT_YET)
        return f"{inputs['groupName']}/{inputs['name']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, "/", "groupName", "name")

    @staticmethod
    def _where(resource_id: str) -> Props:
        group, _, name = resource_id.partition("/")
        return {"GroupName": group, "Name": name}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("scheduler", "get_schedule", **self._where(resource_id))
        return self.props(found) if found else None

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """The call replaces the whole schedule: what isn't in it returns to its default."""
        request = self.request(aws.session, change.new)
        aws.retry(lambda: aws.call("scheduler", "update_schedule", **request), on=_NOT_YET)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("scheduler", "delete_schedule", **self._where(resource_id))


RESOURCES = (Schedule,)
