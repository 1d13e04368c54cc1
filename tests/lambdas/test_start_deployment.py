"""The whole function: an approved package is verified before anything is made of it; what was changed is never made."""

from __future__ import annotations

import hashlib
import json
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from domain.models.manifest import MANIFEST_MEMBER, MODEL_MEMBER
from domain.models.names import package_key, signature_key
from lambdas import sdk
from lambdas.clients.package_signer import PackageSigner
from lambdas.packages.build import build_package
from lambdas.packages.open import PackageRefused, _members
from lambdas.packages.sealed import pack
from lambdas.start_deployment.handler import handler
from tests.lambdas.deployment_cloud import BOTH, PLACE, Cloud, cloud_of
from tests.lambdas.packages.package_parts import parts

PARTS = parts()
KEY = package_key(PARTS.model, PARTS.version)
ARN = "arn:aws:sagemaker:us-east-1:123456789012:model-package/digits-group/1"
CONTEXT = SimpleNamespace(aws_request_id="request")


class Registry:
    """SageMaker of the cloud, with one approved package."""

    def __init__(self, cloud: Cloud, data_url: str) -> None:
        self._cloud, self.data_url = cloud, data_url

    def describe_model_package(self, **_wanted: Any) -> dict[str, Any]:
        return {
            "ModelPackageStatus": "Completed",
            "ModelApprovalStatus": "Approved",
            "CustomerMetadataProperties": {"model": PARTS.model, "version": PARTS.version},
            "InferenceSpecification": {"Containers": [{"Image": "i", "ModelDataUrl": self.data_url}]},
        }

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cloud.sagemaker, name)


class Stack:
    """A stack that signs, and one package of it."""

    def __init__(self, cloud: Cloud, patch: pytest.MonkeyPatch) -> None:
        self.cloud, self.data, self._patch = cloud, build_package(PARTS), patch
        self.kms = boto3.client("kms")
        self.key = self.new_key()
        self.registry = Registry(cloud, f"s3://{PLACE.run_bucket}/{KEY}")
        clients = {"s3": cloud.s3, "sagemaker": self.registry, "cloudwatch": cloud.cloudwatch, "kms": self.kms}
        patch.setattr(sdk, "client", clients.__getitem__)
        self.put(self.data)
        self.sign(self.data, self.key)
        self.configure(SIGNING_KEY_ARN=self.key)

    def new_key(self) -> str:
        return str(self.kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"])

    def configure(self, **changes: str) -> None:
        environment = {
            "RUN_BUCKET": PLACE.run_bucket,
            "MODEL_ROLE_ARN": "r",
            "KEY_ARN": "k",
            "SUBNETS": "-",
            "SECURITY_GROUPS": "-",
            "TAGS": "{}",
            "DEPLOY_TARGETS": json.dumps(BOTH.to_document()),
            "MAX_PACKAGE_MB": "10",
            **changes,
        }
        for name, value in environment.items():
            self._patch.setenv(name, value)

    def put(self, data: bytes) -> None:
        self.cloud.s3.put_object(Bucket=PLACE.run_bucket, Key=KEY, Body=data)

    def sign(self, data: bytes, key: str) -> None:
        document = PackageSigner(self.kms, key).sign(hashlib.sha256(data).hexdigest()).to_json()
        self.cloud.s3.put_object(
            Bucket=PLACE.run_bucket, Key=signature_key(PARTS.model, PARTS.version), Body=document.encode()
        )

    def refusal(self) -> str:
        with pytest.raises(PackageRefused) as caught:
            handler({"model_package_arn": ARN}, CONTEXT)
        assert (self.cloud.sagemaker.models, self.cloud.sagemaker.configs) == ({}, {}), "something was made of it"
        assert self.cloud.keys("deployments/") == []
        return str(caught.value)


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Any:
    with cloud_of(monkeypatch) as cloud, mock_aws():
        yield Stack(cloud, monkeypatch)


def test_the_container_is_told_which_manifest_was_verified(stack: Stack) -> None:
    reply = handler({"model_package_arn": ARN}, CONTEXT)
    assert reply["status"] == "in-progress"
    (model,) = stack.cloud.sagemaker.models.values()
    manifest = _members(stack.data, "", 10**9)[MANIFEST_MEMBER]
    assert model["PrimaryContainer"]["Environment"] == {"MANIFEST_SHA256": hashlib.sha256(manifest).hexdigest()}
    again = handler({"model_package_arn": ARN}, CONTEXT)
    assert again["deployment_id"] == reply["deployment_id"]


def test_a_stack_that_does_not_sign_takes_an_unsigned_package(stack: Stack) -> None:
    stack.cloud.s3.delete_object(Bucket=PLACE.run_bucket, Key=signature_key(PARTS.model, PARTS.version))
    stack.configure(SIGNING_KEY_ARN="")
    assert handler({"model_package_arn": ARN}, CONTEXT)["status"] == "in-progress"


def test_a_package_without_its_signature_is_refused(stack: Stack) -> None:
    stack.cloud.s3.delete_object(Bucket=PLACE.run_bucket, Key=signature_key(PARTS.model, PARTS.version))
    assert "it is not signed" in stack.refusal()


def test_a_package_with_other_code_is_refused(stack: Stack) -> None:
    """Whole, with a manifest of its own, under the signature of the package that was registered."""
    stack.put(build_package(parts(handler=b"import os\n")))
    assert "not those that were signed" in stack.refusal()


def test_a_package_that_another_key_signed_is_refused(stack: Stack) -> None:
    stack.sign(stack.data, stack.new_key())
    assert "not of the key that this stack verifies with" in stack.refusal()


@pytest.mark.parametrize("signing", [True, False])
def test_a_member_that_is_not_the_one_of_the_manifest_is_refused(stack: Stack, signing: bool) -> None:
    members = _members(stack.data, "", 10**9)
    data = pack({**members, MODEL_MEMBER: members[MODEL_MEMBER] + b"\0"})
    stack.put(data)
    stack.sign(data, stack.key)
    stack.configure(SIGNING_KEY_ARN=stack.key if signing else "")
    assert "is not what the manifest says" in stack.refusal()


def test_another_version_under_this_ones_key_is_refused(stack: Stack) -> None:
    data = build_package(parts(version="another"))
    stack.put(data)
    stack.sign(data, stack.key)
    assert "it is digits another" in stack.refusal()


def test_a_package_that_lies_elsewhere_is_refused(stack: Stack) -> None:
    stack.registry.data_url = "s3://elsewhere/model.tar.gz"
    assert "lies at s3://elsewhere/model.tar.gz; accepted: s3://bucket/models/digits/" in stack.refusal()


def test_a_package_that_is_gone_is_refused(stack: Stack) -> None:
    stack.cloud.s3.delete_object(Bucket=PLACE.run_bucket, Key=KEY)
    assert "is not there; restore it" in stack.refusal()


def test_a_package_that_does_not_fit_is_not_read(stack: Stack) -> None:
    stack.configure(SIGNING_KEY_ARN=stack.key, MAX_PACKAGE_MB="1")
    stack.put(bytes(1024**2 + 1))
    assert "raise training.functions.memory_mb" in stack.refusal()
