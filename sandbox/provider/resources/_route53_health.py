"""Health checks of Route 53. They are global: there is one API for all Regions, in us-east-1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import uuid4

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.mapping import to_request
from sandbox.provider.resource import Call, Change, Resource, Table
from sandbox.provider.resources._route53_base import Route53Tags
from sandbox.provider.session import AwsSession
from sandbox.provider.values import UNKNOWN, Props

_ALARM: Final = ("cloudwatchAlarmName", "cloudwatchAlarmRegion")
_ENDPOINT: Final = frozenset({"HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP"})
_INTERVALS: Final = (10, 30)
_REFERENCE_LENGTH: Final = 27
"""What is left of a caller reference of 64 beside what makes it unique."""


class HealthCheck(Resource):
    """A health check; its id is Route 53's."""

    type_name = "aws:route53/healthCheck:HealthCheck"
    service = "route53"
    operation = "CreateHealthCheck"
    table = Table(
        rename={
            "fqdn": "FullyQualifiedDomainName",
            "invertHealthcheck": "Inverted",
            "childHealthThreshold": "HealthThreshold",
        },
        local=frozenset({*_ALARM, "referenceName", "triggers"}),
        unread=frozenset({*_ALARM, "insufficientDataHealthStatus", "referenceName", "triggers", "routingControlArn"}),
        replaces=frozenset({"type", "requestInterval", "measureLatency", "referenceName", "routingControlArn"}),
        meaning=Meaning(
            unordered=frozenset({"childHealthchecks", "regions"}),
            computed=frozenset(
                {"disabled", "enableSni", "failureThreshold", "insufficientDataHealthStatus", "invertHealthcheck"}
                | {"measureLatency", "port", "regions", "requestInterval", "resourcePath"}
            ),
        ),
        outputs=("arn",),
    )
    tag_api = Route53Tags("healthcheck")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`; a name or a threshold of the wrong type would do nothing."""
        kind = inputs.get("type")
        if "type" not in inputs:
            yield Failure("type", "'type' is required and is not given")
        if kind in _ENDPOINT and "fqdn" not in inputs and "ipAddress" not in inputs:
            yield Failure("fqdn", f"is needed for {kind}, or ipAddress")
        if kind == "CLOUDWATCH_METRIC":
            for name in _ALARM:
                if name not in inputs:
                    yield Failure(name, "is needed for CLOUDWATCH_METRIC")
        interval = inputs.get("requestInterval")
        if interval is not None and interval is not UNKNOWN and interval not in _INTERVALS:
            yield Failure("requestInterval", f"is {interval}; accepted: 10, 30")

    def calls(self, session: AwsSession, inputs: Props) -> Iterable[Call]:
        """See `Resource`."""
        yield Call("route53", "CreateHealthCheck", self.request(session, inputs))

    def mapped(self, session: AwsSession, inputs: Any) -> Props:
        """All but the reference is in one member."""
        shape = session.operation("route53", "CreateHealthCheck").input_shape.members["HealthCheckConfig"]
        reference = str(inputs.get("referenceName") or "pulumi")[:_REFERENCE_LENGTH]
        return {"CallerReference": f"{reference}-{uuid4()}", "HealthCheckConfig": self._config(shape, inputs)}

    def _config(self, shape: Any, inputs: Any) -> Props:
        skip = self.table.local | {"region", "tags", "tagsAll"}
        config = to_request(inputs, shape, rename=self.table.rename, local=skip)
        if _ALARM[0] in inputs:
            config["AlarmIdentifier"] = {"Name": inputs[_ALARM[0]], "Region": inputs.get(_ALARM[1])}
        return config

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("route53", "create_health_check", **self.request(aws.session, inputs))["HealthCheck"]["Id"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("route53", "get_health_check", HealthCheckId=resource_id)
        if found is None:
            return None
        config = found["HealthCheck"]["HealthCheckConfig"]
        props = {name: value for name, value in self.props(config).items() if value != ""}
        alarm = config.get("AlarmIdentifier") or {}
        props |= {name: alarm[member] for name, member in zip(_ALARM, ("Name", "Region"), strict=True) if alarm}
        return {
            **props,
            "id": resource_id,
            "arn": aws.arn("route53", f"healthcheck/{resource_id}", region="", account=""),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """What cannot be changed makes another one; what is left out stays as it is."""
        shape = aws.session.operation("route53", "UpdateHealthCheck").input_shape
        fixed = self.table.replaces | self.table.local
        given = {name: value for name, value in change.new.items() if name not in fixed or name in _ALARM}
        aws.call("route53", "update_health_check", HealthCheckId=resource_id, **self._config(shape, given))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("route53", "delete_health_check", HealthCheckId=resource_id)
