"""A file's record comes together from its part and from batch without losing why it went there."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batches.batch import JobOutcome
from domain.batches.manifest import InputFile, RunManifest
from domain.batches.merge import batch_record, standing_record, unserved_record
from domain.batches.records import RECORD_KEYS, FallbackReason, Record, Status, deferred
from domain.routing import InferencePath

JOB = JobOutcome("ip-x", "Failed", "no instances")
FILE = InputFile("a.png", 10, "e", "image/png")
MANIFEST = RunManifest(
    run_id="a" * 40, prefix="p/", path=InferencePath.BATCH_TRANSFORM, path_reason="why", file_count=1, refused_count=0,
    part_count=1, parts_prefix="listings/x/", batch_max_bytes=100, model_version="1", created_at="now",
)  # fmt: skip


def test_a_file_of_a_batch_run_waits_without_a_reason() -> None:
    assert unserved_record(FILE, MANIFEST) == Record(key="a.png", status=Status.DEFERRED)


def test_a_file_of_a_component_that_never_woke_waits_with_one() -> None:
    manifest = replace(MANIFEST, path=InferencePath.INFERENCE_COMPONENTS)
    assert unserved_record(FILE, manifest).fallback_reason == "component_no_capacity"


def test_a_refused_file_is_an_error_on_every_path() -> None:
    refused = replace(FILE, refused={"code": "EmptyFile", "message": "0 bytes"})
    assert unserved_record(refused, MANIFEST).error == {"code": "EmptyFile", "message": "0 bytes"}


def test_what_waits_but_is_larger_than_batch_takes_is_an_error_that_keeps_the_reason() -> None:
    waiting = deferred("a.png", FallbackReason.TIMEOUT, path="realtime_endpoint")
    record = standing_record(replace(FILE, size=101), waiting, MANIFEST)
    assert record.error is not None
    assert (record.status, record.error["code"], record.fallback_reason) == ("error", "PayloadTooLarge", "timeout")
    assert standing_record(FILE, waiting, MANIFEST) is waiting


def test_a_missing_output_says_how_the_job_ended() -> None:
    record = batch_record(deferred("a.png", FallbackReason.THROTTLED, attempts=3), None, JOB)
    assert record.error is not None
    assert record.error["code"] == "BatchOutputMissing"
    assert "Failed" in record.error["message"]
    assert "no instances" in record.error["message"]
    assert (record.attempts, record.fallback_reason, record.path) == (3, "throttled", "batch_transform")


@given(st.none() | st.binary(max_size=20) | st.just(b'{"label": 1, "scores": [1.0]}'), st.sampled_from(FallbackReason))
def test_batch_ends_every_wait_with_the_same_keys(output: bytes | None, reason: FallbackReason) -> None:
    record = batch_record(deferred("a.png", reason), output, JOB)
    assert record.status is not Status.DEFERRED
    assert tuple(json.loads(record.to_line())) == RECORD_KEYS
    assert record.fallback_reason == reason
    assert (record.prediction is None) == (record.error is not None)


@pytest.mark.parametrize("output", [b"", b"nonsense"])
def test_an_output_that_is_no_prediction_is_an_error_of_its_own(output: bytes) -> None:
    record = batch_record(Record(key="a", status=Status.DEFERRED), output, JOB)
    assert record.error is not None
    assert record.error["code"] == "InvalidPrediction"
