"""From the wire to an `AwsRequest`: who signed, for which service and region, and which operation it is.

The signature itself is not recomputed: the server listens on the loopback interface only, and whoever knows an access
key id that exists here has read it out of this sandbox. That the key exists, and what its policies allow, is checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from sandbox.operations import OperationIndex
from sandbox.request import AwsRequest
from sandbox.wire import RawRequest

# Unsigned calls that AWS takes too, by the operation's form parameter.
_UNSIGNED_ACTIONS = {"AssumeRoleWithWebIdentity": "sts", "AssumeRoleWithSAML": "sts"}
# Different spellings of one signing name.
_ALIASES = {"eventbridge": "events", "cloudwatch": "monitoring"}


@dataclass(frozen=True, slots=True)
class Scope:
    """The credential scope of a SigV4 signature."""

    access_key_id: str
    region: str
    service: str


def credential_scope(headers: Mapping[str, str], query: Mapping[str, str]) -> Scope | None:
    """The scope out of the Authorization header or a presigned URL; None when the request is unsigned.

    `AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/s3/aws4_request, SignedHeaders=…`
    """
    header = headers.get("authorization", "")
    if "Credential=" in header:
        credential = header.partition("Credential=")[2].partition(",")[0].strip()
    else:
        credential = query.get("X-Amz-Credential", "")
    parts = credential.split("/")
    if len(parts) < 5:
        return None
    service = parts[-2].lower()
    return Scope("/".join(parts[:-4]), parts[-3], _ALIASES.get(service, service))


def parse(raw: RawRequest, index: OperationIndex) -> AwsRequest:
    """The request that `raw` is; `access_key_id` is empty when nobody signed it."""
    headers = {name.lower(): value for name, value in raw.headers}
    query = dict(parse_qsl(raw.query_string, keep_blank_values=True))
    scope = credential_scope(headers, query) or _unsigned_scope(raw)
    operation = index.resolve(scope.service, raw.method, raw.path, query, headers, raw.body)
    return AwsRequest(
        service=scope.service,
        region=scope.region,
        operation=operation.name,
        method=raw.method,
        path=raw.path,
        query=query,
        headers=headers,
        body=raw.body,
        access_key_id=scope.access_key_id,
        protocol=operation.protocol,
        api=operation.api,
        path_params=operation.path_params,
        query_string=raw.query_string,
    )


def _unsigned_scope(raw: RawRequest) -> Scope:
    form = dict(parse_qsl(raw.body.decode("utf-8", "replace"))) if len(raw.body) < 100_000 else {}
    return Scope("", "us-east-1", _UNSIGNED_ACTIONS.get(form.get("Action", ""), "s3"))
