"""Signs a GET of S3 (AWS Signature Version 4), for the one reader that does not load an SDK.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html. A property compares it with botocore's.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

EMPTY_BODY: Final = hashlib.sha256(b"").hexdigest()
ALGORITHM: Final = "AWS4-HMAC-SHA256"


class Keys(NamedTuple):
    """Credentials; `token` is None for those that do not expire."""

    access_key: str
    secret_key: str
    token: str | None


def signed_headers(
    host: str, path: str, headers: Mapping[str, str], region: str, keys: Keys, now: datetime
) -> dict[str, str]:
    """Return the headers of a signed GET without a query.

    Args:
        host: Name of the host, with the port where it is not the usual one.
        path: Path as it is sent: each key encoded once.
        headers: Further headers, by lower-case name.
        region: Region of the bucket.
        keys: Credentials.
        now: The time, in UTC.
    """
    moment, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    found = {**headers, "host": host, "x-amz-date": moment, "x-amz-content-sha256": EMPTY_BODY}
    if keys.token is not None:
        found["x-amz-security-token"] = keys.token
    names = sorted(found)
    listed = ";".join(names)
    canonical = "\n".join(
        ["GET", path, "", *(f"{name}:{found[name].strip()}" for name in names), "", listed, EMPTY_BODY]
    )
    scope = f"{day}/{region}/s3/aws4_request"
    text = "\n".join([ALGORITHM, moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{keys.secret_key}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    signature = _hmac(key, text).hex()
    credential = f"{keys.access_key}/{scope}"
    found["authorization"] = f"{ALGORITHM} Credential={credential}, SignedHeaders={listed}, Signature={signature}"
    return found


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
