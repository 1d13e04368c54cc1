"""A server of the delivery tests, and callers with a token or a role's keys."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
import pytest
from botocore.config import Config

from domain.delivery import AUDIENCE, ISSUER, Job, claims_of
from sandbox.lifecycle import REGION, RunningSandbox, start


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with start(tmp_path_factory.mktemp("delivery")) as server:
        yield server


@pytest.fixture(scope="session")
def client(running: RunningSandbox) -> Callable[..., Any]:
    """A boto3 client: the deployer's, or with a session's keys."""

    def make(service: str, keys: Mapping[str, str] | None = None, region: str = REGION) -> Any:
        record = running.record
        own = {"AccessKeyId": record.access_key_id, "SecretAccessKey": record.secret_access_key, "SessionToken": None}
        given = own if keys is None else keys
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=running.url,
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
            config=Config(retries={"total_max_attempts": 1}),
        )

    return make


@pytest.fixture(scope="session")
def assume(running: RunningSandbox, client: Callable[..., Any]) -> Callable[..., Any]:
    """The keys that a job of GitHub's gets for a role, by its token, as STS hands them out."""

    def with_token(role_arn: str, job: Job, **changed: Any) -> Any:
        options = {name: changed.pop(name) for name in ("DurationSeconds",) if name in changed}
        token = running.client.oidc_token({**claims_of(job), **changed})
        answer = client("sts").assume_role_with_web_identity(
            RoleArn=role_arn, RoleSessionName="job", WebIdentityToken=token, **options
        )
        return answer["Credentials"]

    return with_token


@pytest.fixture(scope="session")
def provider(client: Callable[..., Any]) -> str:
    """GitHub's provider of the account."""
    url = f"https://{ISSUER}"
    made = client("iam").create_open_id_connect_provider(Url=url, ClientIDList=[AUDIENCE])
    return str(made["OpenIDConnectProviderArn"])


@pytest.fixture(scope="session")
def text() -> Callable[[Any], str]:
    return json.dumps
