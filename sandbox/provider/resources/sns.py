"""SNS topics, their policies and subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, PutResource, Resource, Table
from sandbox.provider.resources._attributes import from_attributes, to_attributes
from sandbox.provider.session import AwsSession
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

_TOPIC: Final[Mapping[str, str]] = {
    "archivePolicy": "ArchivePolicy",
    "contentBasedDeduplication": "ContentBasedDeduplication",
    "deliveryPolicy": "DeliveryPolicy",
    "displayName": "DisplayName",
    "fifoThroughputScope": "FifoThroughputScope",
    "fifoTopic": "FifoTopic",
    "kmsMasterKeyId": "KmsMasterKeyId",
    "policy": "Policy",
    "signatureVersion": "SignatureVersion",
    "tracingConfig": "TracingConfig",
}
_SUBSCRIPTION: Final[Mapping[str, str]] = {
    "deliveryPolicy": "DeliveryPolicy",
    "filterPolicy": "FilterPolicy",
    "filterPolicyScope": "FilterPolicyScope",
    "rawMessageDelivery": "RawMessageDelivery",
    "redrivePolicy": "RedrivePolicy",
    "replayPolicy": "ReplayPolicy",
    "subscriptionRoleArn": "SubscriptionRoleArn",
}


def _change_attributes(aws: Aws, operation: str, where: Props, names: Mapping[str, str], change: Change) -> None:
    for name, attribute in names.items():
        if name in change.names:
            value = to_attributes({name: change.new.get(name, "")}, names)[attribute]
            aws.call("sns", operation, **where, AttributeName=attribute, AttributeValue=value)


class Topic(Resource):
    """A topic; its id is its ARN."""

    type_name = "aws:sns/topic:Topic"
    service = "sns"
    operation = "CreateTopic"
    table = Table(
        local=frozenset({"namePrefix", *_TOPIC}),
        unread=frozenset(_TOPIC) - {"policy"},
        replaces=frozenset({"name", "namePrefix", "fifoTopic"}),
        meaning=Meaning(
            json_text=frozenset({"policy", "deliveryPolicy", "archivePolicy"}),
            computed=frozenset({"policy", "signatureVersion", "tracingConfig", "fifoThroughputScope"}),
        ),
        outputs=("arn", "owner", "policy"),
        name=AutoName(longest=256),
    )
    tag_api = ServiceTags(
        service="sns",
        add="tag_resource",
        remove="untag_resource",
        read_by="list_tags_for_resource",
        target="ResourceArn",
        of="id",
    )

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        attributes = to_attributes(inputs, _TOPIC)
        return {**super().request(session, inputs), **({"Attributes": attributes} if attributes else {})}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("sns", "create_topic", **self.request(aws.session, inputs))["TopicArn"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("sns", "get_topic_attributes", TopicArn=resource_id)
        if found is None:
            return None
        attributes = found["Attributes"]
        name = resource_id.rsplit(":", 1)[-1]
        owner = attributes.get("Owner")
        return {**from_attributes(attributes, _TOPIC), "arn": resource_id, "name": name, "owner": owner}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        _change_attributes(aws, "set_topic_attributes", {"TopicArn": resource_id}, _TOPIC, change)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("sns", "delete_topic", TopicArn=resource_id)


class TopicPolicy(PutResource):
    """The policy of a topic; its id is the topic's ARN."""

    type_name = "aws:sns/topicPolicy:TopicPolicy"
    service = "sns"
    operation = "SetTopicAttributes"
    table = Table(
        local=frozenset({"arn", "policy"}),
        replaces=frozenset({"arn"}),
        meaning=Meaning(json_text=frozenset({"policy"})),
        outputs=("owner",),
    )

    def request(self, session: AwsSession, inputs: Props) -> Props:  # noqa: ARG002
        """See `Resource`."""
        return {"TopicArn": inputs["arn"], "AttributeName": "Policy", "AttributeValue": inputs["policy"]}

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return str(inputs["arn"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("sns", "get_topic_attributes", TopicArn=resource_id)
        if found is None or not found["Attributes"].get("Policy"):
            return None
        attributes = found["Attributes"]
        return {"arn": resource_id, "policy": attributes["Policy"], "owner": attributes.get("Owner")}

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """A topic always has a policy: what it was born with lets its own account use it."""
        import json

        account = resource_id.split(":")[4]
        statement: dict[str, Any] = {
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": [
                "SNS:GetTopicAttributes",
                "SNS:SetTopicAttributes",
                "SNS:AddPermission",
                "SNS:RemovePermission",
                "SNS:DeleteTopic",
                "SNS:Subscribe",
                "SNS:ListSubscriptionsByTopic",
                "SNS:Publish",
            ],
            "Resource": resource_id,
            "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
        }
        policy = json.dumps({"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement]})
        aws.find("sns", "set_topic_attributes", TopicArn=resource_id, AttributeName="Policy", AttributeValue=policy)


class TopicSubscription(Resource):
    """A subscription; its id is its ARN. One that waits for a person's confirmation has only a provisional one."""

    type_name = "aws:sns/topicSubscription:TopicSubscription"
    service = "sns"
    operation = "Subscribe"
    table = Table(
        rename={"topic": "TopicArn"},
        local=frozenset({"confirmationTimeoutInMinutes", "endpointAutoConfirms", *_SUBSCRIPTION}),
        unread=frozenset(_SUBSCRIPTION),
        replaces=frozenset({"topic", "protocol", "endpoint"}),
        meaning=Meaning(
            json_text=frozenset({"filterPolicy", "deliveryPolicy", "redrivePolicy", "replayPolicy"}),
            computed=frozenset({"filterPolicyScope"}),
        ),
        outputs=("arn", "ownerId", "pendingConfirmation", "confirmationWasAuthenticated"),
    )

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        attributes = to_attributes(inputs, _SUBSCRIPTION)
        request = {**self.mapped(session, inputs), "ReturnSubscriptionArn": True}
        return {**request, **({"Attributes": attributes} if attributes else {})}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("sns", "subscribe", **self.request(aws.session, inputs))["SubscriptionArn"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("sns", "get_subscription_attributes", SubscriptionArn=resource_id)
        if found is None:
            return None
        attributes = found["Attributes"]
        return {
            **from_attributes(attributes, _SUBSCRIPTION),
            "arn": resource_id,
            "topic": attributes["TopicArn"],
            "protocol": attributes.get("Protocol"),
            "endpoint": attributes.get("Endpoint"),
            "ownerId": attributes.get("Owner"),
            "pendingConfirmation": attributes.get("PendingConfirmation") == "true",
            "confirmationWasAuthenticated": attributes.get("ConfirmationWasAuthenticated") == "true",
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        where = {"SubscriptionArn": resource_id}
        _change_attributes(aws, "set_subscription_attributes", where, _SUBSCRIPTION, change)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("sns", "unsubscribe", SubscriptionArn=resource_id)


RESOURCES = (Topic, TopicPolicy, TopicSubscription)
