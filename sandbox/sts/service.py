"""STS's AssumeRoleWithWebIdentity, checked: signature, time, provider, audience, trust policy and session length.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html. Admin calls:

| call | does |
| --- | --- |
| `POST oidc/token` with `{"claims": {…}}` | `{"value": <JWT>}`, signed for those claims |
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from sandbox.errors import AwsError
from sandbox.iam import Guard
from sandbox.request import AwsRequest, AwsResponse
from sandbox.service import BaseService
from sandbox.sts.tokens import TokenIssuer

_DEFAULT_SESSION_S: Final = 3600


class WebIdentities(BaseService):
    """Lets those assume a role with a token whom its trust policy lets in; moto makes the session.

    Args:
        guard: Knows roles, providers and policies.
        clock: Seconds since 1970.
    """

    names = frozenset({"sts"})

    def __init__(self, guard: Guard, clock: Callable[[], float] = time.time) -> None:
        self._guard = guard
        self._clock = clock
        self._issuer = TokenIssuer()

    def handle(self, request: AwsRequest) -> AwsResponse | None:
        """Refuses what STS would refuse; the session itself is moto's."""
        if request.operation != "AssumeRoleWithWebIdentity":
            return None
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        claims = self._issuer.verified(form.get("WebIdentityToken", ""), self._clock())
        provider = self._provider(claims)
        role_arn = form.get("RoleArn", "")
        if not self._guard.trusts_token(role_arn, provider, claims):
            raise AwsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403)
        longest = self._guard.longest_session_s(role_arn)
        if int(form.get("DurationSeconds", _DEFAULT_SESSION_S)) > longest:
            message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            raise AwsError("ValidationError", message, 400)
        return None

    def _provider(self, claims: Mapping[str, Any]) -> str:
        """ARN of the account's provider of the token's issuer, which takes its audience."""
        issuer = str(claims.get("iss", ""))
        found = self._guard.identity_provider(issuer.removeprefix("https://"))
        if found is None:
            raise AwsError("InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {issuer}", 400)
        arn, audiences = found
        if claims.get("aud") not in audiences:
            raise AwsError("InvalidIdentityToken", "Incorrect token audience", 400)
        return arn

    def admin(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Signs a token."""
        if (method, path) != ("POST", "oidc/token"):
            return None
        claims = body.get("claims")
        if not isinstance(claims, Mapping):
            raise ValueError(  # noqa: TRY004 - the admin API answers 400 for it
                "claims are missing; accepted: an object with iss, sub and aud"
            )
        return {"value": self._issuer.sign(claims, self._clock())}
