"""One real sandbox server for all tests of the provider, and the provider's parts in front of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox import lifecycle as servers
from sandbox.provider.config import ProviderConfig
from sandbox.provider.lifecycle import Lifecycle
from sandbox.provider.session import AwsSession

REGION = "us-east-1"


@pytest.fixture(scope="session")
def sandbox_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.RunningSandbox]:
    with servers.start(tmp_path_factory.mktemp("sandbox"), {"endpoint_create_s": 0}) as running:
        yield running


@pytest.fixture
def provider_config(monkeypatch: pytest.MonkeyPatch, sandbox_server: servers.RunningSandbox) -> ProviderConfig:
    monkeypatch.setenv("AWS_ENDPOINT_URL", sandbox_server.url)
    record = sandbox_server.record
    # For what a test needs and no type of the provider makes.
    monkeypatch.setenv("SANDBOX_TEST_KEYS", f"{record.access_key_id}:{record.secret_access_key}")
    return ProviderConfig(
        region=REGION,
        access_key=record.access_key_id,
        secret_key=record.secret_access_key,
        default_tags={"Stage": "test"},
    )


@pytest.fixture
def session(provider_config: ProviderConfig) -> AwsSession:
    return AwsSession(provider_config)


@pytest.fixture
def lifecycle(session: AwsSession) -> Lifecycle:
    return Lifecycle(session)
