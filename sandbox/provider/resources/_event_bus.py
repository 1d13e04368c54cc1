"""Event buses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.mapping import to_request
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_CHANGED: Final = frozenset({"description", "kmsKeyIdentifier", "deadLetterConfig", "logConfig"})


class EventBus(Resource):
    """A bus of one's own; its id is its name."""

    type_name = "aws:cloudwatch/eventBus:EventBus"
    service = "events"
    operation = "CreateEventBus"
    table = Table(
        replaces=frozenset({"name", "eventSourceName"}),
        unread=frozenset({"eventSourceName"}),
        meaning=Meaning(computed=frozenset({"logConfig"})),
        outputs=("arn",),
    )
    tag_api = ServiceTags(
        service="events",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="ResourceARN",
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        if inputs.get("name") == "default":
            yield Failure("name", "is 'default', the bus that is there already; accepted: a name of your own")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("events", "create_event_bus", **self.request(aws.session, inputs))
        return str(inputs["name"])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return {"name": resource_id}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("events", "describe_event_bus", Name=resource_id)
        return self.props(found) if found else None

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """The call replaces all of them: what is left out is taken away."""
        if not change.names & _CHANGED:
            return
        shape = aws.session.operation("events", "UpdateEventBus").input_shape
        given = {name: value for name, value in change.new.items() if name in _CHANGED}
        aws.call("events", "update_event_bus", Name=resource_id, **to_request(given, shape, rename={}))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """Its rules go before it, as their own resources."""
        aws.find("events", "delete_event_bus", Name=resource_id)
