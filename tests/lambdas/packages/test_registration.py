"""What the registry is told of a package: as SageMaker takes it, whoever made the package."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lambdas.clients.model_registry import APPROVED, FAILED, PENDING, ModelRegistry, Registered
from lambdas.packages.build import NOT_TOLD
from lambdas.packages.registration import MAX_METRICS, Packed, failure_of, registry_entry
from sandbox.sagemaker.registry_rules import check_package

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx:1.0"


@dataclass(frozen=True)
class Facts:
    model: str = "digits"
    version: str = "v1"
    data_sha256: str = NOT_TOLD
    code_sha256: str = NOT_TOLD
    metrics: dict[str, float] = field(default_factory=dict)


@dataclass
class Client:
    given: dict[str, Any] = field(default_factory=dict)

    def create_model_package(self, **given: Any) -> dict[str, str]:
        check_package(given)
        self.given = given
        return {"ModelPackageArn": "arn:aws:sagemaker:us-east-1:123456789012:model-package/digits/1"}


def created(package: Packed, **more: Any) -> dict[str, Any]:
    client = Client()
    entry = registry_entry(package, bucket="runs", image=IMAGE, approval=PENDING, **more)
    ModelRegistry(client, "digits").create(entry)
    return client.given


def test_a_package_made_by_hand_says_what_is_known_and_nothing_else() -> None:
    found = created(Facts(metrics={"accuracy": 0.97}))
    assert found["CustomerMetadataProperties"] == {"model": "digits", "version": "v1", "accuracy": "0.97"}
    assert found["InferenceSpecification"]["Containers"] == [
        {"Image": IMAGE, "ModelDataUrl": "s3://runs/models/digits/v1/model.tar.gz"}
    ]
    assert "ModelMetrics" not in found


def test_a_package_of_the_pipeline_says_its_run_its_hashes_and_where_its_evaluation_is() -> None:
    found = created(Facts(data_sha256="a" * 64, code_sha256="c" * 64), run_id="r1", evaluation_uri="s3://runs/e.json")
    assert found["CustomerMetadataProperties"] == {
        "model": "digits",
        "version": "v1",
        "run_id": "r1",
        "data_sha256": "a" * 64,
        "code_sha256": "c" * 64,
    }
    assert found["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"] == "s3://runs/e.json"


def test_no_metric_takes_the_place_of_what_a_package_is() -> None:
    names = ("model", "version", "run_id", "data_sha256")
    found = created(Facts(data_sha256="a" * 64, metrics=dict.fromkeys(names, 1.0)), run_id="r1")
    assert found["CustomerMetadataProperties"] == {
        "model": "digits",
        "version": "v1",
        "run_id": "r1",
        "data_sha256": "a" * 64,
    }


@given(st.dictionaries(st.text(max_size=200), st.floats(allow_nan=False, allow_infinity=False), max_size=60))
def test_an_entry_is_taken_by_the_registry_or_refused_with_the_metric(metrics: dict[str, float]) -> None:
    try:
        found = created(Facts(metrics=metrics))
    except ValueError as error:
        assert "has a name that the registry does not take; accepted: 1 to 128" in str(error)  # noqa: PT017
    else:
        assert len(found["CustomerMetadataProperties"]) <= MAX_METRICS + 2


def test_a_failed_version_says_what_to_do() -> None:
    assert failure_of(Registered("arn:p", APPROVED, "Completed")) is None
    assert failure_of(Registered("arn:p", APPROVED, FAILED)) == (
        "model package arn:p is Failed; delete it in the registry, then register it again"
    )
