"""The four steps on data, with a real S3 client: what they store, what they reply, what they refuse."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from domain.training.features import parse_features
from domain.training.layout import RunPlaces, reference_key
from domain.training.profile import parse_profile
from domain.training.run_id import DataObject, TrainingRun, run_fields
from lambdas.check_quality import handler as check_quality
from lambdas.clients.data_source import DataSource
from lambdas.clients.run_store import UPLOAD_PART_BYTES
from lambdas.clients.training_files import TrainingFiles
from lambdas.engineer_features import handler as engineer_features
from lambdas.errors import InvalidEnvironmentError, InvalidEventError, RunCorruptError, RunNotFoundError
from lambdas.pipeline.errors import DataChanged, DataRefused, QualityRefused
from lambdas.validate_data import handler as validate_data
from tests.domain.training.tables import DIGITS, SALES, csv_of

BUCKET, INBOX, KEY = "runs", "inputs-ext-s3alias", "training/data/digits.csv"
PLAN_KEY = "training/plans/plan.json"
RUN_ID = "0123456789abcdef"
PLACES = RunPlaces(RUN_ID)


def digits(count: int = 300) -> list[dict[str, Any]]:
    return [{"label": index % 3, "pixel_0": index % 17, "pixel_1": index / count * 16} for index in range(count)]


@dataclass
class Pipeline:
    """The steps as Step Functions calls them."""

    s3: Any

    def plan(self, plan: dict[str, Any]) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=PLAN_KEY, Body=json.dumps(plan).encode())

    def put(self, data: bytes) -> TrainingRun:
        """Store data, and what Begin would reply for it."""
        etag = self.s3.put_object(Bucket=INBOX, Key=KEY, Body=data)["ETag"].strip('"')
        return TrainingRun(RUN_ID, "digits", RUN_ID, 1, DataObject(INBOX, KEY, etag, len(data)))

    def call(self, step: Any, run: TrainingRun) -> dict[str, Any]:
        reply: dict[str, Any] = json.loads(json.dumps(step.handler({"run": run_fields(run, "new"), "x": 1}, None)))
        return reply

    def read(self, key: str) -> bytes:
        data: bytes = self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return data

    def stored(self) -> set[str]:
        listed = self.s3.list_objects_v2(Bucket=BUCKET, Prefix=PLACES.prefix)
        return {entry["Key"].removeprefix(PLACES.prefix) for entry in listed.get("Contents", ())}

    def uploads(self) -> list[Any]:
        return list(self.s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", ()))


@pytest.fixture
def pipeline(s3: Any, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    for name, value in {"PLATFORM_ENVIRONMENT": "test", "RUN_BUCKET": BUCKET, "TRAINING_PLAN_KEY": PLAN_KEY}.items():
        monkeypatch.setenv(name, value)
    found = Pipeline(s3)
    found.plan(DIGITS)
    return found


def test_good_data_goes_through_all_steps(pipeline: Pipeline) -> None:
    data = csv_of(digits())
    run = pipeline.put(data)
    validation = pipeline.call(validate_data, run)
    assert (validation["rows"], validation["columns"], validation["ignored"]) == (300, 3, 0)
    assert pipeline.read(PLACES.data) == data
    profile = parse_profile(pipeline.read(PLACES.profile))
    assert (profile.rows, profile.bytes, profile.sha256) == (300, len(data), validation["data_sha256"])
    assert pipeline.call(check_quality, run) == {
        "passed": True,
        "reference": "first-run",
        "largest_drift": None,
        "duplicate_share": 0.0,
    }
    features = pipeline.call(engineer_features, run)
    assert features["train_rows"] + features["test_rows"] == 300
    assert (features["features"], features["classes"], features["passthrough"]) == (2, 3, True)
    assert pipeline.stored() == {
        "data.csv", "profile.json", "quality.json", "features.json", "raw_test.csv", "train/train.csv", "test/test.csv",
    }  # fmt: skip
    assert parse_features(pipeline.read(PLACES.features)).classes == ("0", "1", "2")
    assert pipeline.read(f"{PLACES.train_channel}train.csv").splitlines()[0] == b"pixel_0,pixel_1,__target__"
    assert len(pipeline.read(PLACES.raw_test).splitlines()) == features["test_rows"] + 1


def test_a_step_that_is_called_again_writes_the_same(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of(digits()))
    found = []
    for _ in range(2):
        replies = [pipeline.call(step, run) for step in (validate_data, check_quality, engineer_features)]
        found.append((replies, {key: pipeline.read(f"{PLACES.prefix}{key}") for key in pipeline.stored()}))
    assert found[0] == found[1]


def test_the_source_may_change_once_the_snapshot_is_taken(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.call(validate_data, run)
    pipeline.put(b"something else")
    pipeline.call(check_quality, run)
    assert pipeline.call(engineer_features, run)["classes"] == 3


def test_data_that_changes_before_the_snapshot_is_a_clear_error(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.put(csv_of(digits(301)))
    with pytest.raises(DataChanged, match=f"{KEY} was written again since the run began .* start again"):
        pipeline.call(validate_data, run)
    pipeline.s3.delete_object(Bucket=INBOX, Key=KEY)
    with pytest.raises(DataChanged, match="is gone since the run began"):
        pipeline.call(validate_data, run)
    assert pipeline.stored() == set()


POISONED = [
    (b"", "the data is empty"),
    (b"label,pixel_0\n", "0 rows under its header; 2 are the least"),
    (b"label,pixel_0\n1,2\n", "1 rows under its header"),
    (b"label,pixel_0\n1,2\n1,3\n", "one class only in 'label'"),
    (b"label,pixel_0\n1,2\n,3\n0,3\n", "row 2 has no 'label', the target"),
    (b"label,pixel_0\n1,nan\n0,3\n", "row 1, column 'pixel_0': 'nan' is not accepted"),
    (b"label,pixel_0\n1,2\n0\n", "the last one, has 1 cells"),
    (b"label,pixel_0\n1,\xff\n", "no UTF-8"),
    (b"label,label,pixel_0\n1,1,1\n", "'label' is there 2 times"),
    (b"pixel_0\n1\n2\n", "'label' is missing; it is the target"),
]


@pytest.mark.parametrize(("data", "message"), POISONED, ids=[message[:30] for _, message in POISONED])
def test_data_that_is_refused_leaves_nothing(pipeline: Pipeline, data: bytes, message: str) -> None:
    with pytest.raises(DataRefused, match=message) as caught:
        pipeline.call(validate_data, pipeline.put(data))
    assert str(caught.value).startswith(f"s3://{INBOX}/{KEY} has 1 problem: ")
    assert pipeline.stored() == set()


def test_a_large_file_that_is_refused_leaves_no_upload_behind(pipeline: Pipeline) -> None:
    row = b"1,2," + b"0" * 30_000 + b"\n"
    data = b"label,pixel_0,note\n" + row * (UPLOAD_PART_BYTES * 2 // len(row)) + b"0,x,\n"
    with pytest.raises(DataRefused, match="'x' is not accepted"):
        pipeline.call(validate_data, pipeline.put(data))
    assert pipeline.stored() == set()
    assert pipeline.uploads() == []


def test_data_over_the_limit_is_refused_while_it_is_read(pipeline: Pipeline) -> None:
    pipeline.plan({**DIGITS, "quality": {"max_data_mb": 1}})
    run = pipeline.put(b"label,pixel_0\n" + b"1,2\n" * 300_000)
    with pytest.raises(DataRefused, match="more than 1000000 bytes"):
        pipeline.call(validate_data, run)


def test_data_of_bad_quality_is_refused_and_the_report_is_kept(pipeline: Pipeline) -> None:
    rows = digits()
    rows[7]["pixel_0"] = 99
    run = pipeline.put(csv_of(rows))
    pipeline.call(validate_data, run)
    with pytest.raises(
        QualityRefused, match="may not train digits: column 'pixel_0' has 1 values above max 16; first row 8"
    ):
        pipeline.call(check_quality, run)
    report = json.loads(pipeline.read(PLACES.quality))
    assert report["passed"] is False
    assert report["reason_count"] == 1


def test_data_is_compared_with_the_last_accepted_run(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.call(validate_data, run)
    reference = pipeline.read(PLACES.profile)
    pipeline.s3.put_object(Bucket=BUCKET, Key=reference_key("digits"), Body=reference)
    reply = pipeline.call(check_quality, run)
    assert (reply["reference"], reply["largest_drift"]["psi"]) == ("compared", 0.0)
    moved = pipeline.put(csv_of([{**row, "pixel_1": 15 + row["pixel_1"] / 16} for row in digits()]))
    pipeline.call(validate_data, moved)
    with pytest.raises(QualityRefused, match="'pixel_1' has drifted from the last accepted run"):
        pipeline.call(check_quality, moved)


def test_a_reference_that_cannot_be_read_is_no_yes(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.call(validate_data, run)
    pipeline.s3.put_object(Bucket=BUCKET, Key=reference_key("digits"), Body=b"{}")
    with pytest.raises(RunCorruptError, match=r"training/reference/digits.json: .*format is missing"):
        pipeline.call(check_quality, run)


def test_a_class_without_training_rows_is_refused(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of([{"label": index, "pixel_0": 1, "pixel_1": index} for index in range(60)]))
    pipeline.call(validate_data, run)
    with pytest.raises(DataRefused, match="classes have no training row"):
        pipeline.call(engineer_features, run)
    assert "features.json" not in pipeline.stored()


def test_mixed_columns_go_through(pipeline: Pipeline) -> None:
    pipeline.plan(SALES)
    rows = [
        {"y": index, "amount": None if index % 9 == 0 else index, "count": index % 5, "vip": index % 2 == 0,
         "country": "abc"[index % 3], "shop": f"s{index % 4}", "customer": f"k{index % 7}",
         "at": f"2026-01-{index % 28 + 1:02d}"}
        for index in range(200)
    ]  # fmt: skip
    run = replace(pipeline.put(csv_of(rows)), model="sales")
    pipeline.call(validate_data, run)
    assert pipeline.call(check_quality, run)["passed"]
    reply = pipeline.call(engineer_features, run)
    assert (reply["classes"], reply["passthrough"]) == (0, False)
    features = parse_features(pipeline.read(PLACES.features))
    assert reply["features"] == len(features.names) == 8


@pytest.mark.parametrize("step", [check_quality, engineer_features])
def test_a_step_without_the_one_before_it_says_so(pipeline: Pipeline, step: Any) -> None:
    with pytest.raises(RunNotFoundError, match=f"{PLACES.prefix}.* is not there"):
        pipeline.call(step, pipeline.put(b"x"))


@pytest.mark.parametrize("step", [check_quality, engineer_features])
def test_a_snapshot_that_was_changed_is_not_used(pipeline: Pipeline, step: Any) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.call(validate_data, run)
    pipeline.s3.put_object(Bucket=BUCKET, Key=reference_key("digits"), Body=pipeline.read(PLACES.profile))
    for data in (b"", b"label,pixel_0,pixel_1\n1,2\n", b"label,pixel_0,pixel_1\n1,x,2\n"):
        pipeline.s3.put_object(Bucket=BUCKET, Key=PLACES.data, Body=data)
        with pytest.raises(RunCorruptError, match="is not what validate_data let pass"):
            pipeline.call(step, run)


@pytest.mark.parametrize("event", [None, [], {}, {"run": None}, {"run": {"run_id": "../x"}}], ids=repr)
@pytest.mark.parametrize("step", [validate_data, check_quality, engineer_features])
def test_an_event_without_a_run_is_refused(pipeline: Pipeline, step: Any, event: Any) -> None:
    with pytest.raises(InvalidEventError, match=r"run|event"):
        step.handler(event, None)


def test_a_plan_that_is_none_and_a_missing_environment(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.s3.put_object(Bucket=BUCKET, Key=PLAN_KEY, Body=b"{}")
    with pytest.raises(RunCorruptError, match=f"{PLAN_KEY}: model is missing"):
        pipeline.call(validate_data, run)
    monkeypatch.delenv("TRAINING_PLAN_KEY")
    monkeypatch.delenv("RUN_BUCKET")
    with pytest.raises(InvalidEnvironmentError, match="2 problem"):
        pipeline.call(validate_data, run)


def test_a_file_of_several_parts_is_written_and_read_whole(s3: Any) -> None:
    files = TrainingFiles(s3, BUCKET)
    line = "ü" * 999 + "\n"
    with files.writer("training/runs/x/large.csv") as sink:
        for _ in range(2 * UPLOAD_PART_BYTES // 1999 + 10):
            sink.write(line)
    data = b"".join(files.chunks("training/runs/x/large.csv"))
    assert data == line.encode() * (2 * UPLOAD_PART_BYTES // 1999 + 10)


def write_and_fail(files: TrainingFiles, text: str) -> None:
    with files.writer("training/runs/x/none.csv") as sink:
        sink.write(text)
        raise KeyError(text[:1])


def test_a_file_whose_writer_fails_does_not_appear(s3: Any) -> None:
    files = TrainingFiles(s3, BUCKET)
    for size in (10, 2 * UPLOAD_PART_BYTES):
        with pytest.raises(KeyError):
            write_and_fail(files, "x" * size)
    with pytest.raises(RunNotFoundError):
        list(files.chunks("training/runs/x/none.csv"))
    assert not s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads")


def test_an_upload_that_cannot_be_aborted_hides_no_other_error(s3: Any) -> None:
    """The step's error has a name that people read and that no retry matches; this one would be tried again."""

    class NoAbort:
        """S3, which aborts nothing."""

        def __getattr__(self, name: str) -> Any:
            return getattr(s3, name)

        def abort_multipart_upload(self, **_: Any) -> Any:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "AbortMultipartUpload")

    with pytest.raises(KeyError):
        write_and_fail(TrainingFiles(NoAbort(), BUCKET), "x" * (2 * UPLOAD_PART_BYTES))


def test_the_newest_object_is_found_over_many_pages(s3: Any) -> None:
    for number in range(12):
        s3.put_object(Bucket=INBOX, Key=f"training/data/{number:02d}.csv", Body=b"x")
    s3.put_object(Bucket=INBOX, Key="training/data/99/", Body=b"")
    s3.put_object(Bucket=INBOX, Key="training/data/98.csv", Body=b"")
    s3.put_object(Bucket=INBOX, Key="training/datb.csv", Body=b"x")

    class Pages:
        """S3 with pages of 5."""

        def list_objects_v2(self, **given: Any) -> Any:
            return s3.list_objects_v2(**given, MaxKeys=5)

    assert DataSource(Pages(), INBOX).newest("training/data/") == "training/data/11.csv"
    assert DataSource(Pages(), INBOX).newest("training/none/") is None


def test_a_profile_of_other_data_is_not_used(pipeline: Pipeline) -> None:
    run = pipeline.put(csv_of(digits()))
    pipeline.call(validate_data, run)
    profile = json.loads(pipeline.read(PLACES.profile))
    del profile["columns"]["pixel_1"]
    pipeline.s3.put_object(Bucket=BUCKET, Key=PLACES.profile, Body=json.dumps(profile).encode())
    with pytest.raises(RunCorruptError, match="lacks column 'pixel_1'; start the run again"):
        pipeline.call(check_quality, run)
