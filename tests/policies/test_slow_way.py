"""Without the wrapper a policy reads the SDK's own proxies, with the same findings and no value shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from guardrails.catalog import load
from guardrails.crossguard.adapter import policies
from guardrails.crossguard.wire import from_proxy
from guardrails.props import UNKNOWN, Secret
from pulumi_policy import (
    PolicyCustomTimeouts,
    PolicyResource,
    PolicyResourceOptions,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import unknown_checking_proxy

from tests.policies.analyzer import UNKNOWN_TEXT

PACK = {policy.name: policy for policy in policies(load(), lambda: date(2026, 11, 22))}
OPTIONS = PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), [])


def proxied(props: dict[str, Any]) -> Any:
    return unknown_checking_proxy(props)


def test_proxies_are_unwrapped_with_their_unknowns_and_all_is_taken_for_secret() -> None:
    found = from_proxy(proxied({"a": {"b": [1.0, UNKNOWN_TEXT, None]}, "c": UNKNOWN_TEXT, "asset": object()}))
    assert found == {"a": Secret({"b": [1.0, UNKNOWN, None]}), "c": Secret(UNKNOWN), "asset": Secret({})}


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(TypeError, match="properties are a list; a mapping is expected"):
        from_proxy([])


def test_a_resource_policy_finds_what_is_known_and_shows_no_value() -> None:
    policy = PACK["lambda-function-timeout"]
    assert isinstance(policy, ResourceValidationPolicy)
    props = proxied({"timeout": 86753.0, "role": UNKNOWN_TEXT})
    reported: list[str] = []
    args = ResourceValidationArgs("aws:lambda/function:Function", props, "urn", "f", OPTIONS, None)
    policy.validate(args, lambda text, urn: reported.append(text))
    assert len(reported) == 1
    assert reported[0].startswith("f: timeout is [secret] s, outside 1 to 900 s; ")


def test_a_stack_policy_follows_the_sdks_links() -> None:
    policy = PACK["s3-bucket-without-public-access-block"]
    assert isinstance(policy, StackValidationPolicy)
    unknown = proxied({"bucket": UNKNOWN_TEXT})

    def made(token: str, name: str, links: dict[str, list[PolicyResource]]) -> PolicyResource:
        return PolicyResource(token, unknown, f"urn:{name}", name, OPTIONS, None, None, [], links)

    covered, bare = made("aws:s3/bucket:Bucket", "covered", {}), made("aws:s3/bucket:Bucket", "bare", {})
    block = made("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {"bucket": [covered]})
    reported: list[str | None] = []
    policy.validate(StackValidationArgs([covered, bare, block]), lambda text, urn: reported.append(urn))
    assert reported == ["urn:bare"]
