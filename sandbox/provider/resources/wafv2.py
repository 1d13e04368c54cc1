"""Web ACLs in front of stages; the ACL itself is another stack's."""

from __future__ import annotations

from sandbox.provider.aws import Aws
from sandbox.provider.resource import Change, Resource, Table, split_id
from sandbox.provider.values import Props


class WebAclAssociation(Resource):
    """Which web ACL stands in front of what; its id is `acl,resource`."""

    type_name = "aws:wafv2/webAclAssociation:WebAclAssociation"
    service = "wafv2"
    operation = "AssociateWebACL"
    table = Table(
        rename={"webAclArn": "WebACLArn"},
        replaces=frozenset({"resourceArn", "webAclArn"}),
        outputs=(),
        delete_first=True,
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        request = self.request(aws.session, inputs)
        absent = {"WAFUnavailableEntityException": "", "WAFNonexistentItemException": ""}
        aws.retry(lambda: aws.call("wafv2", "associate_web_acl", **request), on=absent, within_s=5)
        return f"{inputs['webAclArn']},{inputs['resourceArn']}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        return split_id(resource_id, ",", "webAclArn", "resourceArn")

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        target = known["resourceArn"]
        found = aws.find("wafv2", "get_web_acl_for_resource", absent="doesn't exist", ResourceArn=target)
        acl = (found or {}).get("WebACL")
        return {"resourceArn": target, "webAclArn": acl["ARN"]} if acl else None

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Every change is another association."""

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        target = state["resourceArn"]
        aws.find("wafv2", "disassociate_web_acl", absent="doesn't exist", ResourceArn=target)


RESOURCES = (WebAclAssociation,)
