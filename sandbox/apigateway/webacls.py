"""Which web ACL stands in front of a stage; its rules are not played."""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox.apigateway.state import Stage, State
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID, AwsRequest, AwsResponse

_STAGE: Final = re.compile(r"arn:[^:]+:apigateway:(?P<region>[^:]+)::/restapis/(?P<api>[^/]+)/stages/(?P<stage>[^/]+)")


class WebAcls:
    """Associations of REST APIs' stages; everything else of WAF is moto's.

    Args:
        state: The stages.
    """

    def __init__(self, state: State) -> None:
        self._state = state

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Answers the operations on associations."""
        if request.operation not in ("AssociateWebACL", "DisassociateWebACL", "GetWebACLForResource"):
            return None
        body = request.json()
        stage = self._stage(str(body["ResourceArn"]))
        if request.operation == "AssociateWebACL":
            _acl(request.region, body["WebACLArn"])
            stage.web_acl = body["WebACLArn"]
        elif request.operation == "DisassociateWebACL":
            stage.web_acl = ""
        elif stage.web_acl:
            return AwsResponse.of_json({"WebACL": _acl(request.region, stage.web_acl).to_dict()})
        return AwsResponse.of_json({})

    def _stage(self, arn: str) -> Stage:
        match = _STAGE.fullmatch(arn)
        api = self._state.region(match["region"]).apis.get(match["api"]) if match else None
        stage = api.stages.get(match["stage"]) if match and api else None
        if stage is None:
            message = f"AWS WAF couldn't perform the operation because the resource {arn} doesn't exist."
            raise AwsError("WAFNonexistentItemException", message)
        return stage


def _acl(region: str, arn: str) -> Any:
    from moto.wafv2.models import wafv2_backends

    found = wafv2_backends[ACCOUNT_ID][region].wacls.get(arn)
    if found is None:
        message = "AWS WAF couldn't perform the operation because your resource doesn't exist."
        raise AwsError("WAFNonexistentItemException", message)
    return found
