"""An issuer of OIDC tokens whose key the sandbox knows: it stands for GitHub's on this machine.

A token is a JWT, signed with RS256 by a key that lives as long as the server. What GitHub would put into it is the
caller's to say (`domain.delivery.claims_of`): whoever reaches the loopback port is everybody here.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from sandbox.errors import AwsError

LIFETIME_S: Final = 300
"""GitHub's tokens live for five minutes."""
_ALGORITHM: Final = "RS256"


class TokenIssuer:
    """Signs and verifies; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: RSAKey | None = None

    def _key(self) -> RSAKey:
        with self._lock:
            if self._made is None:  # takes a moment: only when somebody asks for a token
                self._made = RSAKey.generate_key(2048)
            return self._made

    def sign(self, claims: Mapping[str, Any], now: float) -> str:
        """A token with these claims, valid from now on for five minutes unless they say otherwise.

        Args:
            claims: At least `iss`, `sub` and `aud`.
            now: Seconds since 1970.

        Raises:
            ValueError: One of the three is missing.
        """
        missing = sorted({"iss", "sub", "aud"} - set(claims))
        if missing:
            raise ValueError(f"claims {', '.join(missing)} are missing; accepted: iss, sub, aud, and any others")
        times = {"iat": int(now), "nbf": int(now), "exp": int(now) + LIFETIME_S}
        return jwt.encode({"alg": _ALGORITHM}, {**times, **claims}, self._key())

    def verified(self, token: str, now: float) -> Mapping[str, Any]:
        """The claims of a token of this issuer.

        Raises:
            AwsError: It is none, somebody else signed it, or its time is over.
        """
        try:
            claims = dict(jwt.decode(token, self._key(), algorithms=[_ALGORITHM]).claims)
        except (JoseError, ValueError) as error:
            message = "Couldn't retrieve verification key from your identity provider, please reference "
            raise AwsError("InvalidIdentityToken", f"{message}AssumeRoleWithWebIdentity documentation", 400) from error
        if not float(claims.get("nbf", now)) <= now < float(claims.get("exp", 0)):
            raise AwsError("ExpiredTokenException", "Token expired: current date/time must be before its exp", 400)
        return claims
