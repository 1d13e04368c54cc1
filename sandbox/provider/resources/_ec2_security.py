"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from sandbox.provider.aws import Aws
from sandbox.provider.errors import Failure
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.resources._ec2_base import Ec2Tags, delete_unused, find_one
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

_PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")


class SecurityGroup(Resource):
    """A group, born without AWS's rule that lets everything out; its id is AWS's."""

    type_name = "aws:ec2/securityGroup:SecurityGroup"
    service = "ec2"
    operation = "CreateSecurityGroup"
    table = Table(
        rename={"name": "GroupName", "arn": "SecurityGroupArn"},
        local=frozenset({"namePrefix", "ingress", "egress", "revokeRulesOnDelete"}),
        replaces=frozenset({"name", "namePrefix", "description", "vpcId"}),
        defaults={"description": "Managed by Pulumi", "revokeRulesOnDelete": False},
        outputs=("arn", "ownerId", "vpcId"),
        name=AutoName(longest=255),
    )
    tag_api = Ec2Tags("security-group")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        for name, kind in (("ingress", "SecurityGroupIngressRule"), ("egress", "SecurityGroupEgressRule")):
            if inputs.get(name):
                yield Failure(name, f"rules inside the group are not supported; use aws.vpc.{kind}")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        return str(aws.call("ec2", "create_security_group", **self.request(aws.session, inputs))["GroupId"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        everything = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
        aws.find("ec2", "revoke_security_group_egress", GroupId=resource_id, IpPermissions=everything)

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`."""
        group = find_one(aws, "describe_security_groups", "SecurityGroups", GroupIds=[resource_id])
        if group is None:
            return None
        arn = group.get("SecurityGroupArn") or aws.arn("ec2", f"security-group/{resource_id}")
        return {**self.props(group), "arn": arn, "revokeRulesOnDelete": known.get("revokeRulesOnDelete", False)}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Only tags change in place."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """Rules that name each other's groups would keep both alive: `revokeRulesOnDelete` takes them first."""
        if state.get("revokeRulesOnDelete"):
            group = find_one(aws, "describe_security_groups", "SecurityGroups", GroupIds=[resource_id]) or {}
            for key, side in (("IpPermissions", "ingress"), ("IpPermissionsEgress", "egress")):
                if group.get(key):
                    revoke = f"revoke_security_group_{side}"
                    aws.find("ec2", revoke, GroupId=resource_id, IpPermissions=group[key])
        delete_unused(aws, "delete_security_group", GroupId=resource_id)


class _Rule(Resource):
    """One rule of a group; its id is AWS's.

    Attributes:
        side: "ingress" or "egress".
    """

    service = "ec2"
    side: ClassVar[str]
    table = Table(
        local=frozenset({*_PEERS, "description", "fromPort", "toPort", "ipProtocol", "securityGroupId"}),
        # A change of the peer keeps the rule in the official provider, too; of the group it can't.
        replaces=frozenset({"securityGroupId"}),
        outputs=("arn", "securityGroupRuleId"),
        delete_first=True,
    )
    tag_api = Ec2Tags("security-group-rule")

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        given = [name for name in _PEERS if name in inputs]
        if len(given) != 1:
            yield Failure("", f"exactly one of {', '.join(_PEERS)} is needed; given: {', '.join(given) or 'none'}")
        if inputs.get("ipProtocol") != "-1" and not {"fromPort", "toPort"} <= inputs.keys():
            yield Failure("fromPort", "fromPort and toPort are needed unless ipProtocol is -1")

    def request(self, session: AwsSession, inputs: Props) -> Props:  # noqa: ARG002
        """See `Resource`."""
        tags = self.tag_api.on_create(inputs.get("tagsAll") or {}) if self.tag_api else {}
        return {"GroupId": inputs["securityGroupId"], "IpPermissions": [_permission(inputs)], **tags}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        operation = f"authorize_security_group_{self.side}"
        answer = aws.call("ec2", operation, **self.request(aws.session, inputs))
        return str(answer["SecurityGroupRules"][0]["SecurityGroupRuleId"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        where = {"SecurityGroupRuleIds": [resource_id]}
        rule = find_one(aws, "describe_security_group_rules", "SecurityGroupRules", **where)
        if rule is None:
            return None
        every = rule["IpProtocol"] == "-1"
        return {
            "arn": aws.arn("ec2", f"security-group-rule/{resource_id}"),
            "securityGroupRuleId": resource_id,
            "securityGroupId": rule["GroupId"],
            "ipProtocol": rule["IpProtocol"],
            "fromPort": None if every else rule.get("FromPort"),
            "toPort": None if every else rule.get("ToPort"),
            "cidrIpv4": rule.get("CidrIpv4"),
            "cidrIpv6": rule.get("CidrIpv6"),
            "prefixListId": rule.get("PrefixListId"),
            "referencedSecurityGroupId": (rule.get("ReferencedGroupInfo") or {}).get("GroupId"),
            "description": rule.get("Description"),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        new = change.new
        names = {"ipProtocol": "IpProtocol", "fromPort": "FromPort", "toPort": "ToPort", "cidrIpv4": "CidrIpv4",
                 "cidrIpv6": "CidrIpv6", "prefixListId": "PrefixListId", "description": "Description",
                 "referencedSecurityGroupId": "ReferencedGroupId"}  # fmt: skip
        rule = {member: new[name] for name, member in names.items() if name in new}
        if new["ipProtocol"] == "-1":
            rule |= {"FromPort": -1, "ToPort": -1}
        rules = [{"SecurityGroupRuleId": resource_id, "SecurityGroupRule": rule}]
        where = {"GroupId": new["securityGroupId"], "SecurityGroupRules": rules}
        aws.call("ec2", "modify_security_group_rules", **where)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """See `Resource`."""
        operation = f"revoke_security_group_{self.side}"
        where = {"GroupId": state["securityGroupId"], "SecurityGroupRuleIds": [resource_id]}
        aws.find("ec2", operation, **where)


def _permission(inputs: Props) -> Props:
    permission: dict[str, Any] = {"IpProtocol": inputs["ipProtocol"]}
    permission |= {
        member: inputs[name] for name, member in (("fromPort", "FromPort"), ("toPort", "ToPort")) if name in inputs
    }
    places = {
        "cidrIpv4": ("IpRanges", "CidrIp"),
        "cidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
        "prefixListId": ("PrefixListIds", "PrefixListId"),
        "referencedSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    }
    text = {"Description": inputs["description"]} if "description" in inputs else {}
    for name, (member, key) in places.items():
        if name in inputs:
            permission[member] = [{key: inputs[name], **text}]
    return permission


class IngressRule(_Rule):
    """What may come in."""

    type_name = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    operation = "AuthorizeSecurityGroupIngress"
    side = "ingress"


class EgressRule(_Rule):
    """What may go out."""

    type_name = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
    operation = "AuthorizeSecurityGroupEgress"
    side = "egress"
