"""Managed policies, and policy documents as IAM gives them back."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props


def document_text(value: Any) -> str:
    """A policy as IAM keeps it: botocore decodes some answers to objects."""
    return json.dumps(value) if isinstance(value, dict) else unquote(str(value))


class Policy(Resource):
    """A managed policy; its id is its ARN. A change is a new default version, of which IAM keeps five."""

    type_name = "aws:iam/policy:Policy"
    service = "iam"
    operation = "CreatePolicy"
    table = Table(
        rename={"name": "PolicyName", "policy": "PolicyDocument"},
        local=frozenset({"namePrefix", "delayAfterPolicyCreationInMs"}),
        replaces=frozenset({"name", "namePrefix", "path", "description"}),
        defaults={"path": "/"},
        meaning=Meaning(json_text=frozenset({"policy"})),
        outputs=("arn", "policyId", "attachmentCount"),
        name=AutoName(longest=128),
    )
    tag_api = ServiceTags(
        service="iam",
        add="tag_policy",
        remove="untag_policy",
        read_by="list_policy_tags",
        target="PolicyArn",
        of="id",
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("iam", "create_policy", **self.request(aws.session, inputs))["Policy"]["Arn"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("iam", "get_policy", PolicyArn=resource_id)
        if found is None:
            return None
        policy = found["Policy"]
        version = aws.call("iam", "get_policy_version", PolicyArn=resource_id, VersionId=policy["DefaultVersionId"])
        return {**self.props(policy), "policy": document_text(version["PolicyVersion"]["Document"])}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        if change.any_of("policy"):
            versions = self._old_versions(aws, resource_id)
            if len(versions) >= 4:
                aws.call("iam", "delete_policy_version", PolicyArn=resource_id, VersionId=versions[0])
            document = change.new["policy"]
            aws.call("iam", "create_policy_version", PolicyArn=resource_id, PolicyDocument=document, SetAsDefault=True)

    @staticmethod
    def _old_versions(aws: Aws, arn: str) -> list[str]:
        found = (aws.find("iam", "list_policy_versions", PolicyArn=arn) or {}).get("Versions", [])
        old = [item["VersionId"] for item in found if not item["IsDefaultVersion"]]
        return sorted(old, key=lambda version: int(version.removeprefix("v")))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        for version in self._old_versions(aws, resource_id):
            aws.find("iam", "delete_policy_version", PolicyArn=resource_id, VersionId=version)
        aws.find("iam", "delete_policy", PolicyArn=resource_id)
