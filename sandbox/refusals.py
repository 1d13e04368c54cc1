"""How each protocol says that a caller may not: the errors of IAM's judgement."""

from __future__ import annotations

from sandbox.errors import AwsError
from sandbox.permissions import Permission
from sandbox.policy import Verdict
from sandbox.request import AwsRequest


def unsigned(request: AwsRequest) -> AwsError:
    """Of a request without a signature."""
    if request.service == "s3":
        return AwsError("AccessDenied", "Access Denied", 403)
    return AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403)


def unknown_key(request: AwsRequest) -> AwsError:
    """Of a key that nobody has."""
    if request.protocol == "rest-xml":
        message = "The AWS Access Key Id you provided does not exist in our records."
        return AwsError("InvalidAccessKeyId", message, 403)
    if request.protocol in ("query", "ec2"):
        return AwsError("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
    status = 403 if request.protocol == "rest-json" else 400
    return AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", status)


def denied(request: AwsRequest, caller: str, permission: Permission, verdict: Verdict) -> AwsError:
    """Of what the caller (an ARN) may not do."""
    target = f" on resource: {permission.resource}" if permission.resource else ""
    reason = (
        "with an explicit deny in an identity-based or resource-based policy"
        if verdict is Verdict.DENY
        else f"because no identity-based policy allows the {permission.action} action"
    )
    message = f"User: {caller} is not authorized to perform: {permission.action}{target} {reason}"
    if request.protocol in ("rest-xml", "query"):
        return AwsError("AccessDenied", message, 403)
    if request.protocol == "ec2":
        return AwsError("UnauthorizedOperation", message, 403)
    return AwsError("AccessDeniedException", message, 403 if request.protocol == "rest-json" else 400)
