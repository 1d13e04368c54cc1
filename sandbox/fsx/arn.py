"""Names of an access point: ARN, alias, and the host that boto3 makes out of an ARN. Pure.

IAM knows an access point by its ARN only: `…:accesspoint/NAME` and `…:accesspoint/NAME/object/KEY`. An alias inside of
a bucket ARN grants nothing (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from sandbox.request import ACCOUNT_ID

SUFFIX: Final = "-ext-s3alias"
MAX_ALIAS: Final = 63
DIGEST: Final = 12


def access_point_arn(region: str, name: str) -> str:
    """The ARN of an access point."""
    return f"arn:aws:s3:{region}:{ACCOUNT_ID}:accesspoint/{name}"


def alias_of(region: str, name: str) -> str:
    """The alias: the name, a digest of where it is, and the suffix of FSx; at most 63 characters, always the same."""
    digest = hashlib.sha256(access_point_arn(region, name).encode()).hexdigest()[:DIGEST]
    room = MAX_ALIAS - len(SUFFIX) - DIGEST - 1
    return f"{name[:room].rstrip('-')}-{digest}{SUFFIX}"


def path_of_host(access_points: Mapping[str, str], host: str, path: str) -> str:
    """The path-style path of a request that names an access point by its host.

    boto3 turns an ARN into the host `NAME-ACCOUNT.<authority of the endpoint URL>`. Where such a name resolves (a
    resolver that maps `*.localhost` to this machine), the request arrives here with the alias missing.

    Args:
        access_points: Alias to ARN of every access point.
        host: The Host header.
        path: The path as sent.

    Returns:
        `path`, with the alias in front where the host names an access point.
    """
    label, dot, _ = host.partition(".")
    name = label.removesuffix(f"-{ACCOUNT_ID}")
    if not dot or name == label:
        return path
    for alias, arn in access_points.items():
        if arn.rpartition("/")[2] == name:
            return f"/{alias}{path}"
    return path
