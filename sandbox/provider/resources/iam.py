"""IAM roles and policies."""

from __future__ import annotations

from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.naming import AutoName
from sandbox.provider.resource import Change, PutResource, Resource, Table, split_id
from sandbox.provider.resources._iam_oidc import OpenIdConnectProvider
from sandbox.provider.resources._iam_policy import Policy, document_text
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props

# The trust policy or a policy may name a principal that was made a moment ago.
_NEW_PRINCIPAL: Final = {"MalformedPolicyDocument": "principal"}


class Role(Resource):
    """A role; its id is its name."""

    type_name = "aws:iam/role:Role"
    service = "iam"
    operation = "CreateRole"
    table = Table(
        rename={"name": "RoleName", "assumeRolePolicy": "AssumeRolePolicyDocument", "uniqueId": "RoleId"},
        local=frozenset(
            {"namePrefix", "forceDetachPolicies", "permissionsBoundary", "inlinePolicies", "managedPolicyArns"}
        ),
        replaces=frozenset({"name", "namePrefix", "path"}),
        defaults={"path": "/", "maxSessionDuration": 3600, "forceDetachPolicies": False},
        meaning=Meaning(json_text=frozenset({"assumeRolePolicy"}), unordered=frozenset({"managedPolicyArns"})),
        outputs=("arn", "uniqueId", "createDate"),
        name=AutoName(longest=64),
    )
    tag_api = ServiceTags(
        service="iam",
        add="tag_role",
        remove="untag_role",
        read_by="list_role_tags",
        target="RoleName",
        of="id",
    )

    def request(self, session: Any, inputs: Props) -> Props:
        """See `Resource`."""
        boundary = inputs.get("permissionsBoundary")
        return {**super().request(session, inputs), **({"PermissionsBoundary": boundary} if boundary else {})}

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        answer = aws.retry(lambda: aws.call("iam", "create_role", **request), on=_NEW_PRINCIPAL)
        return str(answer["Role"]["RoleName"])

    def settle(self, aws: Aws, resource_id: str, inputs: Props) -> None:
        """See `Resource`."""
        for policy in inputs.get("inlinePolicies", ()):
            self._put_inline(aws, resource_id, policy)
        for arn in inputs.get("managedPolicyArns", ()):
            aws.call("iam", "attach_role_policy", RoleName=resource_id, PolicyArn=arn)

    @staticmethod
    def _put_inline(aws: Aws, role: str, policy: Props) -> None:
        aws.call("iam", "put_role_policy", RoleName=role, PolicyName=policy["name"], PolicyDocument=policy["policy"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:
        """See `Resource`; attached and inline policies only where this resource manages them."""
        found = aws.find("iam", "get_role", RoleName=resource_id)
        if found is None:
            return None
        role = found["Role"]
        boundary = role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
        props = {
            **self.props(role),
            "assumeRolePolicy": document_text(role["AssumeRolePolicyDocument"]),
            "permissionsBoundary": boundary,
            "maxSessionDuration": role.get("MaxSessionDuration", 3600),
            "forceDetachPolicies": known.get("forceDetachPolicies", False),
        }
        if "managedPolicyArns" in known:
            props["managedPolicyArns"] = _attached(aws, resource_id)
        return props

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        new = change.new
        if change.any_of("assumeRolePolicy"):
            document = new["assumeRolePolicy"]
            aws.retry(
                lambda: aws.call("iam", "update_assume_role_policy", RoleName=resource_id, PolicyDocument=document),
                on=_NEW_PRINCIPAL,
            )
        if change.any_of("description", "maxSessionDuration"):
            aws.call(
                "iam",
                "update_role",
                RoleName=resource_id,
                Description=new.get("description", ""),
                MaxSessionDuration=new["maxSessionDuration"],
            )
        if change.any_of("permissionsBoundary"):
            self._bound(aws, resource_id, new.get("permissionsBoundary"))
        if change.any_of("managedPolicyArns"):
            old, wanted = set(_attached(aws, resource_id)), set(new.get("managedPolicyArns", ()))
            for arn in sorted(old - wanted):
                aws.find("iam", "detach_role_policy", RoleName=resource_id, PolicyArn=arn)
            for arn in sorted(wanted - old):
                aws.call("iam", "attach_role_policy", RoleName=resource_id, PolicyArn=arn)
        if change.any_of("inlinePolicies"):
            kept = {policy["name"] for policy in new.get("inlinePolicies", ())}
            for policy in change.old.get("inlinePolicies", ()):
                if policy["name"] not in kept:
                    aws.find("iam", "delete_role_policy", RoleName=resource_id, PolicyName=policy["name"])
            for policy in new.get("inlinePolicies", ()):
                self._put_inline(aws, resource_id, policy)

    @staticmethod
    def _bound(aws: Aws, role: str, arn: str | None) -> None:
        if arn:
            aws.call("iam", "put_role_permissions_boundary", RoleName=role, PermissionsBoundary=arn)
        else:
            aws.find("iam", "delete_role_permissions_boundary", RoleName=role)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:
        """What it manages itself goes with it; other attachments too when `forceDetachPolicies` says so."""
        if state.get("forceDetachPolicies") or state.get("managedPolicyArns"):
            for arn in _attached(aws, resource_id):
                aws.find("iam", "detach_role_policy", RoleName=resource_id, PolicyArn=arn)
        if state.get("forceDetachPolicies") or state.get("inlinePolicies"):
            for name in (aws.find("iam", "list_role_policies", RoleName=resource_id) or {}).get("PolicyNames", ()):
                aws.find("iam", "delete_role_policy", RoleName=resource_id, PolicyName=name)
        aws.find("iam", "delete_role", RoleName=resource_id)


def _attached(aws: Aws, role: str) -> list[str]:
    found = aws.find("iam", "list_attached_role_policies", RoleName=role) or {}
    return [policy["PolicyArn"] for policy in found.get("AttachedPolicies", ())]


class RolePolicy(PutResource):
    """A policy inside a role; its id is `role:name`."""

    type_name = "aws:iam/rolePolicy:RolePolicy"
    service = "iam"
    operation = "PutRolePolicy"
    table = Table(
        rename={"name": "PolicyName", "policy": "PolicyDocument", "role": "RoleName"},
        local=frozenset({"namePrefix"}),
        replaces=frozenset({"name", "namePrefix", "role"}),
        meaning=Meaning(json_text=frozenset({"policy"})),
        outputs=(),
        name=AutoName(longest=128),
    )

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return f"{inputs['role']}:{inputs['name']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, ":", "role", "name")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        role, name = known["role"], known["name"]
        found = aws.find("iam", "get_role_policy", RoleName=role, PolicyName=name)
        return {"role": role, "name": name, "policy": document_text(found["PolicyDocument"])} if found else None

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("iam", "delete_role_policy", RoleName=state["role"], PolicyName=state["name"])


class RolePolicyAttachment(PutResource):
    """A managed policy on a role; its id is `role/policy ARN`."""

    type_name = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    service = "iam"
    operation = "AttachRolePolicy"
    table = Table(rename={"role": "RoleName"}, replaces=frozenset({"role", "policyArn"}), outputs=())

    def identify(self, aws: Aws, inputs: Props) -> str:  # noqa: ARG002
        """See `PutResource`."""
        return f"{inputs['role']}/{inputs['policyArn']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, "/", "role", "policyArn")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        role, arn = known["role"], known["policyArn"]
        return {"role": role, "policyArn": arn} if arn in _attached(aws, role) else None

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("iam", "detach_role_policy", RoleName=state["role"], PolicyArn=state["policyArn"])


RESOURCES = (Role, RolePolicy, RolePolicyAttachment, Policy, OpenIdConnectProvider)
