"""Custom domain names, base path mappings, and the account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.apigateway.patches import patch
from sandbox.apigateway.state import Domain, Fields, State, find, new_id, refused
from sandbox.errors import AwsError

ROOT: Final = "(none)"
# The hosted zone of regional domain names differs by region; this is us-east-1's.
# https://docs.aws.amazon.com/general/latest/gr/apigateway.html
_ZONE: Final = "Z1UJRXOUMOOFQ8"


class Domains:
    """Operations on domain names, mappings and account settings.

    Args:
        state: What exists.
        trusts: Whether a role (ARN) trusts a service principal.
    """

    def __init__(self, state: State, trusts: Callable[[str, str], bool]) -> None:
        self._state = state
        self._trusts = trusts

    def create(self, region: str, request: Fields) -> Fields:
        """CreateDomainName."""
        name = str(request["domainName"])
        domains = self._state.region(region).domains
        if name in domains:
            raise AwsError("ConflictException", "The domain name you provided already exists.", 409)
        if not (request.get("regionalCertificateArn") or request.get("certificateArn")):
            raise refused("A certificate is needed: regionalCertificateArn or certificateArn")
        fields = {
            "endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"},
            "securityPolicy": "TLS_1_2",
            **request,
            "regionalDomainName": f"d-{new_id()}.execute-api.{region}.amazonaws.com",
            "regionalHostedZoneId": _ZONE,
            "domainNameStatus": "AVAILABLE",
        }
        domains[name] = Domain(fields)
        return fields

    def get(self, region: str, name: str) -> Domain:
        """A domain name.

        Raises:
            AwsError: NotFoundException.
        """
        found: Domain = find(self._state.region(region).domains, "domain name", name)
        return found

    def update(self, region: str, name: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateDomainName."""
        found = self.get(region, name)
        patch(found.fields, operations)
        return found.fields

    def delete(self, region: str, name: str) -> Fields:
        """DeleteDomainName, with its mappings."""
        self.get(region, name)
        del self._state.region(region).domains[name]
        return {}

    def map(self, region: str, name: str, request: Fields) -> Fields:
        """CreateBasePathMapping."""
        domain = self.get(region, name)
        path = request.get("basePath") or ROOT
        if path in domain.mappings:
            raise AwsError("ConflictException", "Base path already exists for this domain name", 409)
        api: Any = find(self._state.region(region).apis, "API", request["restApiId"])
        if request.get("stage") and request["stage"] not in api.stages:
            raise refused("Invalid stage identifier specified")
        domain.mappings[path] = {"basePath": path, "restApiId": api.identity, "stage": request.get("stage")}
        return domain.mappings[path]

    def mapping(self, region: str, name: str, path: str) -> Fields:
        """GetBasePathMapping."""
        found: Fields = find(self.get(region, name).mappings, "base path mapping", path)
        return found

    def update_mapping(self, region: str, name: str, path: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateBasePathMapping."""
        domain = self.get(region, name)
        fields = self.mapping(region, name, path)
        for one in operations:
            member = {"/restapiId": "restApiId", "/stage": "stage", "/basePath": "basePath"}.get(one["path"])
            if member is None:
                raise refused(f"Invalid patch path {one['path']}; accepted: /basePath, /restapiId, /stage")
            fields[member] = one.get("value") or (ROOT if member == "basePath" else None)
        domain.mappings[fields["basePath"]] = domain.mappings.pop(path)
        return fields

    def unmap(self, region: str, name: str, path: str) -> Fields:
        """DeleteBasePathMapping."""
        self.mapping(region, name, path)
        del self.get(region, name).mappings[path]
        return {}

    def update_account(self, region: str, operations: list[Mapping[str, str]]) -> Fields:
        """UpdateAccount; the role must let API Gateway assume it."""
        account = self._state.region(region).account
        for one in operations:
            role = one.get("value") or ""
            if one["path"] == "/cloudwatchRoleArn" and role and not self._trusts(role, "apigateway.amazonaws.com"):
                message = "The role ARN does not have required permissions configured. Please grant trust permission"
                raise refused(f"{message} for API Gateway and add the required role policy. (role {role})")
        patch(account, operations)
        if not account.get("cloudwatchRoleArn"):
            account.pop("cloudwatchRoleArn", None)
        return account
