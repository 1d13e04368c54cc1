"""The provider's configuration."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.provider.config import ProviderConfig, check_config, read_config
from sandbox.provider.errors import ProviderError
from sandbox.provider.session import AwsSession

GIVEN = {
    "region": "eu-west-1",
    "accessKey": "a",
    "secretKey": "b",
    "defaultTags": json.dumps({"tags": {"Owner": "x"}}),
    "ignoreTags": json.dumps({"keys": ["k"], "keyPrefixes": ["auto:"]}),
    "endpoints": json.dumps([{"s3": "http://127.0.0.1:1", "sfn": "http://127.0.0.1:2"}]),
    "skipCredentialsValidation": "true",
    "skipRequestingAccountId": "true",
    "s3UsePathStyle": "true",
    "maxRetries": "2",
    "version": "7.51.1",
}


def test_texts_of_the_engine_become_values() -> None:
    assert check_config(GIVEN) == []
    config = read_config(GIVEN, {})
    assert config.region == "eu-west-1"
    assert config.default_tags == {"Owner": "x"}
    assert config.endpoints == {"s3": "http://127.0.0.1:1", "sfn": "http://127.0.0.1:2"}
    assert (config.max_attempts, config.path_style, config.check_credentials) == (3, True, False)
    assert [config.ignores_tag(key) for key in ("k", "auto:x", "aws:y", "mine")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ({"regoin": "x"}, "'regoin' is not a setting of the aws provider; did you mean 'region'?"),
        ({"assumeRoles": "[]"}, "'assumeRoles' is not supported by the provider of this machine"),
        ({"defaultTags": "nonsense"}, "is 'nonsense'; accepted: a list or an object"),
        ({"endpoints": json.dumps([{"s4": "http://x"}])}, "'s4' is not a service with an endpoint of its own"),
    ],
)
def test_wrong_settings_are_named(raw: dict[str, Any], reason: str) -> None:
    assert [failure.reason for failure in check_config(raw) if reason in failure.reason]


def test_the_region_comes_from_the_environment_too() -> None:
    assert read_config({}, {"AWS_REGION": "us-west-2"}).region == "us-west-2"
    assert read_config({}, {"AWS_DEFAULT_REGION": "us-west-1"}).region == "us-west-1"
    with pytest.raises(ProviderError, match="no AWS Region: set aws:region"):
        read_config({}, {})


def test_half_of_the_credentials_is_refused() -> None:
    with pytest.raises(ProviderError, match="belong together"):
        read_config({"region": "x", "accessKey": "a"}, {})


def test_an_endpoint_of_its_own_goes_to_its_service_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    session = AwsSession(read_config(GIVEN, {}))
    assert session.client("s3").meta.endpoint_url == "http://127.0.0.1:1"
    assert session.client("stepfunctions").meta.endpoint_url == "http://127.0.0.1:2"
    assert session.client("sqs").meta.endpoint_url == "http://127.0.0.1:9"
    assert session.client("sqs") is session.client("sqs", "eu-west-1")


def test_a_forbidden_account_is_refused(provider_config: ProviderConfig) -> None:
    from dataclasses import replace

    with pytest.raises(ProviderError, match="account 123456789012 is excluded"):
        _ = AwsSession(replace(provider_config, accounts=(frozenset(), frozenset({"123456789012"})))).account_id


def test_refused_credentials_are_said_at_once(provider_config: ProviderConfig) -> None:
    from dataclasses import replace

    with pytest.raises(ProviderError, match="credentials cannot be validated"):
        _ = AwsSession(replace(provider_config, access_key="AKIANOBODY")).identity


def test_sts_is_asked_in_the_region_that_is_told(provider_config: ProviderConfig) -> None:
    from dataclasses import replace

    told = read_config({"region": "us-east-1", "stsRegion": "us-east-2"}, {})
    assert (told.region, told.sts_region) == ("us-east-1", "us-east-2")
    session = AwsSession(replace(provider_config, sts_region="eu-west-1"))
    assert session.identity["Account"]
    asked = [region for service, region in session._clients if service == "sts"]
    assert asked == ["eu-west-1"]
