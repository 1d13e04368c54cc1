"""The account of API Gateway, and custom domain names."""

from __future__ import annotations

from typing import Final

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.resources._apigateway_patches import (
    TAGS,
    arn_of,
    change_endpoint,
    endpoint,
    endpoint_of,
    patches,
)
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

_ROOT: Final = "(none)"
_PATCHED: Final = {
    name: f"/{name}"
    for name in (
        "certificateArn",
        "certificateName",
        "regionalCertificateArn",
        "regionalCertificateName",
        "securityPolicy",
        "policy",
        "routingMode",
    )
}


class Account(Resource):
    """Settings of a Region: the role that writes logs. There is one, so that its id is always the same."""

    type_name = "aws:apigateway/account:Account"
    service = "apigateway"
    operation = "UpdateAccount"
    table = Table(local=frozenset({"cloudwatchRoleArn"}), outputs=("apiKeyVersion", "features", "throttleSettings"))

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        self._apply(aws, inputs)
        return "api-gateway-account"

    @staticmethod
    def _apply(aws: Aws, inputs: Props) -> None:
        operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": inputs.get("cloudwatchRoleArn") or ""}
        aws.retry(
            lambda: aws.call("apigateway", "update_account", patchOperations=[operation]),
            on={"BadRequestException": "does not have required permissions"},
        )

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.call("apigateway", "get_account")
        return {**self.props(found), "cloudwatchRoleArn": found.get("cloudwatchRoleArn", "")}

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        self._apply(aws, change.new)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """The Region's settings stay; the role is taken out."""
        self._apply(aws, {})


class DomainName(Resource):
    """A custom domain name; its id is the name."""

    type_name = "aws:apigateway/domainName:DomainName"
    service = "apigateway"
    operation = "CreateDomainName"
    table = Table(
        rename={
            "arn": "domainNameArn",
            "regionalZoneId": "regionalHostedZoneId",
            "cloudfrontDomainName": "distributionDomainName",
            "cloudfrontZoneId": "distributionHostedZoneId",
        },
        local=frozenset({"endpointConfiguration", "arn"}),
        replaces=frozenset({"domainName"}),
        meaning=Meaning(
            computed=frozenset(
                {"endpointConfiguration", "endpointConfiguration.ipAddressType", "securityPolicy", "routingMode"}
            )
        ),
        outputs=("arn", "regionalDomainName", "regionalZoneId"),
    )
    tag_api = TAGS

    def request(self, session: AwsSession, inputs: Props) -> Props:
        """See `Resource`."""
        request = super().request(session, inputs)
        if "endpointConfiguration" in inputs:
            request["endpointConfiguration"] = endpoint(inputs["endpointConfiguration"])
        return request

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("apigateway", "create_domain_name", **self.request(aws.session, inputs))
        return str(inputs["domainName"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("apigateway", "get_domain_name", domainName=resource_id)
        if found is None:
            return None
        endpoints = endpoint_of(found.get("endpointConfiguration"))
        return {
            **self.props(found),
            "endpointConfiguration": endpoints,
            "arn": arn_of(aws, f"/domainnames/{resource_id}"),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """See `Resource`."""
        operations = patches(change, _PATCHED) + change_endpoint(change)
        aws.call("apigateway", "update_domain_name", domainName=resource_id, patchOperations=operations)

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("apigateway", "delete_domain_name", domainName=resource_id)


class BasePathMapping(Resource):
    """Which stage a path of a domain name leads to; its id is `domain/path`."""

    type_name = "aws:apigateway/basePathMapping:BasePathMapping"
    service = "apigateway"
    operation = "CreateBasePathMapping"
    table = Table(
        rename={"restApi": "restApiId", "stageName": "stage"},
        replaces=frozenset({"domainName", "domainNameId"}),
        unread=frozenset({"domainNameId"}),
        outputs=(),
    )

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`."""
        aws.call("apigateway", "create_base_path_mapping", **self.request(aws.session, inputs))
        return f"{inputs['domainName']}/{inputs.get('basePath') or ''}"

    def parse_id(self, resource_id: str) -> Props:
        """See `Resource`."""
        domain, _, path = resource_id.partition("/")
        return {"domainName": domain, "basePath": path}

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        domain, path = known["domainName"], known.get("basePath") or ""
        found = aws.find("apigateway", "get_base_path_mapping", domainName=domain, basePath=path or _ROOT)
        if found is None:
            return None
        return {
            "domainName": domain,
            "basePath": path,
            "restApi": found["restApiId"],
            "stageName": found.get("stage"),
            "id": f"{domain}/{path}",
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:  # noqa: ARG002
        """See `Resource`."""
        names = {"restApi": "/restapiId", "stageName": "/stage", "basePath": "/basePath"}
        path = change.old.get("basePath") or _ROOT
        where = {"domainName": change.new["domainName"], "basePath": path}
        aws.call("apigateway", "update_base_path_mapping", **where, patchOperations=patches(change, names))

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        where = {"domainName": state["domainName"], "basePath": state.get("basePath") or _ROOT}
        aws.find("apigateway", "delete_base_path_mapping", **where)
