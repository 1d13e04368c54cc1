"""Who calls a method, and may they: IAM, resource policies, user pools, keys of usage plans.

How resource policies and authorisers go together:
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.apigateway.document import Route
from sandbox.apigateway.limits import Quotas, Throttles
from sandbox.apigateway.replies import GatewayError
from sandbox.apigateway.state import Api, Fields, Plan, State
from sandbox.iam import Guard, Principal
from sandbox.parsing import credential_scope
from sandbox.permissions import Permission, policy_text
from sandbox.policy import Verdict, evaluate, statements
from sandbox.request import ACCOUNT_ID

_ACTION: Final = "execute-api:Invoke"


@dataclass(frozen=True, slots=True)
class Visit:
    """A request on its way to a method.

    Attributes:
        api: The API.
        stage: Name of the stage.
        policy: Resource policy of the deployment; empty for none.
        route: The method.
        method_arn: `arn:aws:execute-api:…:<api>/<stage>/<METHOD>/<path>`.
        headers: By names in lower case.
        query: Query parameters.
        source_ip: Where it comes from.
    """

    api: Api
    stage: str
    policy: str
    route: Route
    method_arn: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    source_ip: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who was let in: what `requestContext` says about it.

    Attributes:
        identity: Members of `identity`.
        authorizer: Claims of a token; empty for none.
        plan: Usage plan of the key, or None.
        key: The key, or None.
    """

    identity: Mapping[str, str] = field(default_factory=dict)
    authorizer: Mapping[str, Any] = field(default_factory=dict)
    plan: Plan | None = None
    key: Fields | None = None


class Callers:
    """Lets callers in, or not.

    Args:
        state: Keys and usage plans.
        guard: IAM.
        throttles: Buckets.
        quotas: Counted requests.
    """

    def __init__(self, state: State, guard: Guard, throttles: Throttles, quotas: Quotas) -> None:
        self._state = state
        self._guard = guard
        self._throttles = throttles
        self._quotas = quotas

    def admit(self, visit: Visit) -> Caller:
        """Who calls.

        Raises:
            GatewayError: Nobody who may: 401, 403, or 429 for a key that called too often.
        """
        kind = visit.route.authorization.kind
        if kind == "AWS_IAM":
            caller = self._signed(visit)
        elif kind == "COGNITO_USER_POOLS":
            caller = Caller(authorizer={"claims": _claims(visit)})
            self._check_policy(visit, granted=not visit.policy)
        else:
            caller = Caller()
            self._check_policy(visit, granted=not visit.policy)
        return self._with_key(visit, caller) if visit.route.authorization.api_key else caller

    def _signed(self, visit: Visit) -> Caller:
        scope = credential_scope(visit.headers, visit.query)
        if scope is None:
            raise GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token")
        principal = self._guard.principal(scope.access_key_id)
        if principal is None:
            raise GatewayError("INVALID_SIGNATURE", "The security token included in the request is invalid.")
        if scope.service != "execute-api" or scope.region != visit.api.region:
            wanted = f"'execute-api' in '{visit.api.region}'"
            message = f"Credential should be scoped to correct service and region: {wanted}, not "
            raise GatewayError("INVALID_SIGNATURE", f"{message}'{scope.service}' in '{scope.region}'.")
        by_identity = self._guard.verdict(principal, Permission(_ACTION, visit.method_arn), visit.api.region)
        if by_identity is Verdict.DENY:
            raise _denied(visit, principal.arn)
        self._check_policy(visit, granted=by_identity is Verdict.ALLOW, principal=principal)
        identity = {
            "accountId": ACCOUNT_ID,
            "accessKey": scope.access_key_id,
            "caller": principal.name,
            "user": principal.name,
            "userArn": principal.arn,
        }
        return Caller(identity=identity)

    def _check_policy(self, visit: Visit, *, granted: bool, principal: Principal | None = None) -> None:
        """Refuses what the resource policy denies, and what neither it nor `granted` allows."""
        verdict = policy_verdict(visit, principal)
        if verdict is Verdict.DENY or (verdict is Verdict.SILENT and not granted):
            raise _denied(visit, principal.arn if principal else "anonymous")

    def _with_key(self, visit: Visit, caller: Caller) -> Caller:
        value = visit.headers.get("x-api-key", "")
        keys = self._state.region(visit.api.region).keys
        key = next((one for one in list(keys.values()) if value and one["value"] == value and one["enabled"]), None)
        plans = self._state.plans_of(visit.api, visit.stage)
        plan = next((one for one in plans if key is not None and key["id"] in one.keys), None)
        if key is None or plan is None:
            raise GatewayError("INVALID_API_KEY", "Forbidden")
        self._limit(visit, plan, key)
        identity = {**caller.identity, "apiKey": key["value"], "apiKeyId": key["id"]}
        return Caller(identity, caller.authorizer, plan, key)

    def _limit(self, visit: Visit, plan: Plan, key: Fields) -> None:
        stages = plan.fields["apiStages"]
        at = next(one for one in stages if (one["apiId"], one["stage"]) == (visit.api.identity, visit.stage))
        method = f"{visit.route.path}/{visit.route.method}"
        own = (at.get("throttle") or {}).get(method)
        limit = own or plan.fields.get("throttle") or {}
        bucket = (plan.fields["id"], key["id"], method if own else "")
        if not self._throttles.admit(bucket, limit.get("rateLimit"), limit.get("burstLimit")):
            raise GatewayError("THROTTLED", "Too Many Requests")
        if not self._quotas.admit(plan.fields["id"], key["id"], plan.fields.get("quota")):
            raise GatewayError("QUOTA_EXCEEDED", "Limit Exceeded")


def policy_verdict(visit: Visit, principal: Principal | None) -> Verdict:
    """What the resource policy says; silent without one."""
    if not visit.policy:
        return Verdict.SILENT
    start = visit.method_arn.split("/", 1)[0]
    context = {
        "aws:SourceIp": visit.source_ip,
        "aws:SecureTransport": "true",
        **({"aws:PrincipalArn": principal.role_arn, "aws:PrincipalAccount": ACCOUNT_ID} if principal else {}),
    }
    names = [principal.arn, principal.role_arn, f"arn:aws:iam::{ACCOUNT_ID}:root", ACCOUNT_ID] if principal else []
    found = [_expanded(one, start) for one in statements(policy_text(visit.policy))]
    return evaluate(found, action=_ACTION, resource=visit.method_arn, context=context, principals=names)


def _expanded(statement: Mapping[str, Any], start: str) -> Mapping[str, Any]:
    """API Gateway completes `execute-api:/stage/METHOD/path` to the API's ARN."""
    changed = dict(statement)
    for name in ("Resource", "NotResource"):
        if name in statement:
            given = statement[name] if isinstance(statement[name], list) else [statement[name]]
            changed[name] = [
                start + text.removeprefix("execute-api:") if text.startswith("execute-api:/") else text
                for text in map(str, given)
            ]
    return changed


def _denied(visit: Visit, who: str) -> GatewayError:
    message = f"User: {who} is not authorized to perform: {_ACTION} on resource: {visit.method_arn}"
    return GatewayError("ACCESS_DENIED", message)


def _claims(visit: Visit) -> dict[str, str]:
    """The claims of a token that one of the user pools signed.

    Raises:
        GatewayError: UNAUTHORIZED: no token, not theirs, expired, of the wrong kind, or without a scope.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    token = visit.headers.get("authorization", "").removeprefix("Bearer ").strip()
    wanted = visit.route.authorization
    for arn in wanted.pools:
        pool = _pool(arn)
        if pool is None or not token:
            continue
        try:
            claims: dict[str, Any] = jwt.decode(token, pool.json_web_key, algorithms=["RS256"]).claims
        except (JoseError, ValueError):
            continue
        if not str(claims.get("iss", "")).endswith(f"/{pool.id}"):
            continue
        if float(claims.get("exp", 0)) <= time.time():
            raise GatewayError("UNAUTHORIZED", "The incoming token has expired")
        scopes = set(str(claims.get("scope", "")).split())
        fits = scopes & set(wanted.scopes) if wanted.scopes else claims.get("token_use") == "id"
        if fits:
            return {name: str(value) for name, value in claims.items()}
    raise GatewayError("UNAUTHORIZED", "Unauthorized")


def _pool(arn: str) -> Any:
    from moto.cognitoidp.models import cognitoidp_backends

    parts = arn.split(":")
    if len(parts) < 6:
        return None
    return cognitoidp_backends[ACCOUNT_ID][parts[3]].user_pools.get(parts[5].removeprefix("userpool/"))
