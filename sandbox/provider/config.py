"""The provider's configuration: the official plugin's keys, from the stack file, the program and the environment."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.provider.catalog import endpoint_names, provider_spec, suggestion
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.values import UNKNOWN

# The engine's own keys beside the configuration, and checks of the official plugin that have no meaning here.
_ENGINE_KEYS: Final = frozenset({"version", "pluginDownloadURL", "__internal", "name"})
_NOT_NEEDED: Final = frozenset(
    {
        "skipMetadataApiCheck",
        "skipRegionValidation",
        "skipRequestingAccountId",
        "ec2MetadataServiceEndpoint",
        "ec2MetadataServiceEndpointMode",
        "s3UsEast1RegionalEndpoint",
        "tokenBucketRateLimiterCapacity",
        "userAgents",
    }
)
_USED: Final = frozenset(
    {
        "accessKey",
        "secretKey",
        "token",
        "profile",
        "region",
        "endpoints",
        "defaultTags",
        "ignoreTags",
        "maxRetries",
        "insecure",
        "customCaBundle",
        "s3UsePathStyle",
        "skipCredentialsValidation",
        "stsRegion",
        "allowedAccountIds",
        "forbiddenAccountIds",
    }
)


@dataclass(frozen=True, kw_only=True)
class ProviderConfig:
    """What the clients are made with.

    Attributes:
        region: Where resources go that name no Region themselves.
        sts_region: Where STS is asked who we are; None for `region`.
        endpoints: URL by the service name of `endpoints` ("s3"); others use AWS_ENDPOINT_URL or AWS itself.
        access_key: With `secret_key` and `token`, credentials; None leaves it to boto3's usual chain.
        default_tags: Put on every taggable resource.
        ignored_tags: Keys that are neither read nor removed, and prefixes of such keys.
        max_attempts: Tries of one call, >= 1; the official plugin would retry a dead endpoint for minutes (25 retries).
        verify: TLS: False, True, or the path of a bundle of certificates.
        path_style: Whether bucket names go in the path of URLs.
        check_credentials: Whether to ask STS who we are before anything else.
        accounts: (allowed, forbidden) account ids; empty for no limit.
    """

    region: str
    sts_region: str | None = None
    endpoints: Mapping[str, str] = field(default_factory=dict)
    access_key: str | None = None
    secret_key: str | None = None
    token: str | None = None
    profile: str | None = None
    default_tags: Mapping[str, str] = field(default_factory=dict)
    ignored_tags: tuple[frozenset[str], tuple[str, ...]] = (frozenset(), ())
    max_attempts: int = 5
    verify: bool | str = True
    path_style: bool = False
    check_credentials: bool = True
    accounts: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def ignores_tag(self, key: str) -> bool:
        """Whether the tag `key` is none of our business; AWS's own never are."""
        keys, prefixes = self.ignored_tags
        return key.startswith(("aws:", *prefixes)) or key in keys


def decode_config(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Configuration as the engine sends it: everything that isn't a text arrives as JSON in a text."""
    spec = provider_spec()
    decoded = {}
    for key, value in raw.items():
        known = spec.get(key)
        structured = known is not None and (known.nested or known.many != "one")
        if isinstance(value, str) and (structured or value in ("true", "false")):
            try:
                decoded[key] = json.loads(value)
            except ValueError:
                decoded[key] = value  # check_config says what is wrong with it
        else:
            decoded[key] = value
    return {key: value for key, value in decoded.items() if key not in _ENGINE_KEYS and value not in (None, "")}


def check_config(raw: Mapping[str, Any]) -> list[Failure]:
    """All that is wrong with the configuration `raw`."""
    spec = provider_spec()
    failures = []
    config = decode_config(raw)
    for key, value in config.items():
        if key not in spec:
            failures.append(Failure(key, f"{key!r} is not a setting of the aws provider{suggestion(key, spec)}"))
        elif key not in _USED | _NOT_NEEDED:
            failures.append(Failure(key, f"{key!r} is not supported by the provider of this machine; remove it"))
        elif (
            (spec[key].nested or spec[key].many != "one")
            and not isinstance(value, dict | list)
            and value is not UNKNOWN
        ):
            failures.append(Failure(key, f"is {value!r:.60}; accepted: a list or an object"))
    for service in _endpoint_map(config):
        if service not in endpoint_names():
            text = f"{service!r} is not a service with an endpoint of its own{suggestion(service, endpoint_names())}"
            failures.append(Failure("endpoints", text))
    return failures


def _endpoint_map(config: Mapping[str, Any]) -> dict[str, str]:
    given = config.get("endpoints")
    parts = given if isinstance(given, list) else [given]
    return {name: url for part in parts if isinstance(part, dict) for name, url in part.items() if url}


def read_config(raw: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> ProviderConfig:
    """The configuration to work with.

    Raises:
        ProviderError: No Region is configured, or half of the credentials.
    """
    environ = os.environ if environ is None else environ
    config = decode_config(raw)
    region = config.get("region") or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    if not isinstance(region, str):
        raise ProviderError("no AWS Region: set aws:region in the stack's configuration, or AWS_REGION")
    if bool(config.get("accessKey")) != bool(config.get("secretKey")):
        raise ProviderError("aws:accessKey and aws:secretKey belong together: only one of them is set")
    ignored = config.get("ignoreTags") or {}
    return ProviderConfig(
        region=region,
        sts_region=config.get("stsRegion"),
        endpoints=_endpoint_map(config),
        access_key=config.get("accessKey"),
        secret_key=config.get("secretKey"),
        token=config.get("token"),
        profile=config.get("profile"),
        default_tags=(config.get("defaultTags") or {}).get("tags") or {},
        ignored_tags=(frozenset(ignored.get("keys") or ()), tuple(ignored.get("keyPrefixes") or ())),
        max_attempts=int(config.get("maxRetries", 4)) + 1,
        verify=False if config.get("insecure") else config.get("customCaBundle") or True,
        path_style=bool(config.get("s3UsePathStyle")),
        check_credentials=not config.get("skipCredentialsValidation"),
        accounts=(
            frozenset(config.get("allowedAccountIds") or ()),
            frozenset(config.get("forbiddenAccountIds") or ()),
        ),
    )
