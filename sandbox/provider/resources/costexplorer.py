"""Cost Explorer's anomaly detection. The API is one for all Regions, in us-east-1."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import ProviderError
from sandbox.provider.mapping import from_response, to_request
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import GENERAL, Change, Resource, Table
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import UNKNOWN, Props

_SERVICE: Final = "ce"
_TAGS: Final = ServiceTags(
    service=_SERVICE,
    add="tag_resource",
    remove="untag_resource",
    read_by="list_tags_for_resource",
    target="ResourceArn",
    parameter="ResourceTags",
    keys="ResourceTagKeys",
)
_EXPRESSION: Final = {
    "ands": "And",
    "ors": "Or",
    "not": "Not",
    "dimension": "Dimensions",
    "costCategory": "CostCategories",
    "tags": "Tags",
}
_PARTS: Final = ("", "ands.", "ors.", "not.")


class _Global(Resource):
    """What both types share: one member of the request holds all properties, and the id is the ARN.

    Attributes:
        member: The structure of the request that has the type's properties.
        arn_member: The member that holds its ARN.
        listing: Operation, its parameter and its answer, by which it is read.
        tag_api: See `Resource`.
    """

    service = _SERVICE
    member = ""
    arn_member = ""
    listing = ("", "", "")
    tag_api = _TAGS

    def _members(self, session: AwsSession, inputs: Mapping[str, Any]) -> Props:
        shape = session.operation(_SERVICE, self.operation).input_shape.members[self.member]
        return to_request(inputs, shape, rename=self.table.rename, local=GENERAL | self.table.local)

    def mapped(self, session: AwsSession, inputs: Mapping[str, Any]) -> Props:
        """See `Resource`."""
        return {self.member: self._members(session, inputs)}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        answer = aws.call(_SERVICE, f"create_{self._snake}", **self.request(aws.session, inputs))
        return str(answer[self.arn_member])

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        if not resource_id.startswith("arn:"):
            raise ProviderError(f"the id {resource_id!r} is not of the form arn:<partition>:ce::<account>:<kind>/<id>")
        return {"arn": resource_id}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        operation, parameter, answer = self.listing
        found = aws.find(_SERVICE, operation, absent="there is no", **{parameter: [resource_id]})
        one = next(iter(found[answer]), None) if found else None
        if one is None:
            return None
        spec = {name: item for name, item in self.spec.state.items() if name not in GENERAL}
        return {**from_response(one, spec, self.spec.module, rename=self.table.rename), "arn": resource_id}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find(_SERVICE, f"delete_{self._snake}", absent="there is no", **{self.arn_member: resource_id})

    @property
    def _snake(self) -> str:
        return "anomaly_" + self.member.removeprefix("Anomaly").lower()


class AnomalyMonitor(_Global):
    """What is watched; only its name can be changed."""

    type_name = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
    operation = "CreateAnomalyMonitor"
    member = "AnomalyMonitor"
    arn_member = "MonitorArn"
    listing = ("get_anomaly_monitors", "MonitorArnList", "AnomalyMonitors")
    table = Table(
        rename={"name": "MonitorName", "arn": "MonitorArn"},
        local=frozenset({"monitorSpecification"}),
        replaces=frozenset({"monitorType", "monitorDimension", "monitorSpecification"}),
        meaning=Meaning(json_text=frozenset({"monitorSpecification"})),
        name=AutoName(longest=1024, prefix_property=None),
    )

    def mapped(self, session: AwsSession, inputs: Mapping[str, Any]) -> Props:
        """See `Resource`; the specification is an object of the API in a JSON text of the program."""
        monitor = self._members(session, inputs)
        specification = inputs.get("monitorSpecification")
        if specification is not None:
            monitor["MonitorSpecification"] = UNKNOWN if specification is UNKNOWN else json.loads(specification)
        return {self.member: monitor}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        props = super().read(aws, resource_id, known)
        specification = (props or {}).get("monitorSpecification")
        return {**props, "monitorSpecification": json.dumps(specification)} if props and specification else props

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        aws.call(_SERVICE, "update_anomaly_monitor", MonitorArn=resource_id, MonitorName=change.new["name"])


class AnomalySubscription(_Global):
    """Who is told of what the monitors find."""

    type_name = "aws:costexplorer/anomalySubscription:AnomalySubscription"
    operation = "CreateAnomalySubscription"
    member = "AnomalySubscription"
    arn_member = "SubscriptionArn"
    listing = ("get_anomaly_subscriptions", "SubscriptionArnList", "AnomalySubscriptions")
    table = Table(
        rename={
            "name": "SubscriptionName",
            "arn": "SubscriptionArn",
            "monitorArnLists": "MonitorArnList",
            **{f"thresholdExpression.{part}{name}": api for part in _PARTS for name, api in _EXPRESSION.items()},
        },
        replaces=frozenset({"accountId", "name"}),
        meaning=Meaning(
            unordered=frozenset({"subscribers", "monitorArnLists"}),
            computed=frozenset({"accountId", "thresholdExpression"}),
        ),
        outputs=("arn", "accountId"),
        name=AutoName(longest=1024, prefix_property=None),
    )

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        members = self._members(aws.session, change.new)
        names = ("Frequency", "MonitorArnList", "Subscribers", "ThresholdExpression")
        given = {name: members[name] for name in names if name in members}
        aws.call(_SERVICE, "update_anomaly_subscription", SubscriptionArn=resource_id, **given)


RESOURCES = (AnomalyMonitor, AnomalySubscription)
