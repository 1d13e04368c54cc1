"""From where an API can be called, as its resource policy. Who may call is the business of the methods.

How the policy and the authorisation of a method work together:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.iam import POLICY_VERSION
from components.prediction_api.openapi import HEALTH, Authorization

ALL: Final = "execute-api:/*"
"""The API whose policy it is: https://docs.aws.amazon.com/apigateway/latest/developerguide/
apigateway-control-access-policy-language-overview.html"""


@dataclass(frozen=True, kw_only=True)
class ReachArgs:
    """Inputs.

    Attributes:
        root_arn: The account, as a principal.
        stage: Name of the stage.
        authorization: Who may call.
        open_health: Whether ``/v1/health`` asks for nothing.
        allowed_cidrs: Addresses from which it can be called.
        vpc_endpoint_ids: VPC endpoints through which alone it can be called.
    """

    root_arn: str
    stage: str
    authorization: Authorization
    open_health: bool
    allowed_cidrs: Sequence[str] = ()
    vpc_endpoint_ids: Sequence[str] = ()


def resource_policy(args: ReachArgs) -> dict[str, Any] | None:
    """The policy, or ``None`` when the API can be reached from everywhere.

    With IAM a policy that allows everybody would let in every identity of every account. So it allows this account,
    which leaves it to the identities' own policies; the other kinds check the caller after the policy.
    """
    conditions = _elsewhere(args)
    if conditions is None:
        return None
    principal: Any = {"AWS": args.root_arn} if args.authorization == "iam" else "*"
    statements = [_statement("Callers", "Allow", principal, ALL)]
    if args.open_health and args.authorization == "iam":
        statements.append(_statement("Health", "Allow", "*", f"execute-api:/{args.stage}/GET{HEALTH}"))
    statements.append({**_statement("FromElsewhere", "Deny", "*", ALL), "Condition": conditions})
    return {"Version": POLICY_VERSION, "Statement": statements}


def _elsewhere(args: ReachArgs) -> dict[str, Any] | None:
    if args.vpc_endpoint_ids:
        return {"StringNotEquals": {"aws:SourceVpce": list(args.vpc_endpoint_ids)}}
    if args.allowed_cidrs:
        return {"NotIpAddress": {"aws:SourceIp": list(args.allowed_cidrs)}}
    return None


def _statement(sid: str, effect: str, principal: Any, resource: str) -> dict[str, Any]:
    return {
        "Sid": sid,
        "Effect": effect,
        "Principal": principal,
        "Action": "execute-api:Invoke",
        "Resource": resource,
    }
