"""Discovery lists every file once, refuses what nothing can serve, and gives the same run for the same inputs."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.batches.manifest import RunKeys
from domain.routing import InferencePath
from lambdas.clients.input_listing import InputListing
from lambdas.clients.run_store import RunStore
from lambdas.discover.request import parse_request
from lambdas.discover.settings import Settings
from lambdas.errors import EmptyPrefixError, InputAccessError, InvalidEventError, PathNotDeployedError

Run = Callable[..., Any]


def listed(s3: Any, state: Any) -> list[dict[str, Any]]:
    """Every line of a listing, part by part as the Distributed Map would go."""
    bucket, index = state["parts"]["bucket"], state["parts"]["key"]
    parts = json.loads(s3.get_object(Bucket=bucket, Key=index)["Body"].read())
    base = index.removesuffix("parts.json") + "parts/"
    bodies = [s3.get_object(Bucket=bucket, Key=f"{base}{part['part']}.jsonl")["Body"].read() for part in parts]
    assert len(parts) == state["part_count"]
    return [json.loads(line) for body in bodies for line in body.splitlines()]


def test_every_file_is_listed_once_in_order(s3: Any, put_inputs: Run, discover: Run) -> None:
    put_inputs(**{f"f{index}_png": b"x" for index in range(5)})
    state = discover()
    lines = listed(s3, state)
    assert [line["key"] for line in lines] == [f"digits/f{index}.png" for index in range(5)]
    assert all(line["content_type"] == "image/png" and not line["etag"].startswith('"') for line in lines)
    assert (state["file_count"], state["part_count"], state["status"]) == (5, 3, "ready")
    assert (state["path"], state["path_reason"]) == (
        "serverless_inference",
        "inference type 'serverless' always uses serverless_inference",
    )


def test_more_files_than_a_page_are_all_found(s3: Any, discover: Run, discover_settings: Settings) -> None:
    for index in range(1001):
        s3.put_object(Bucket="inputs-ext-s3alias", Key=f"digits/{index:05d}.png", Body=b"x")
    state = discover(settings=replace(discover_settings, part_size=500))
    assert (state["file_count"], state["part_count"]) == (1001, 3)
    assert len({line["key"] for line in listed(s3, state)}) == 1001


def test_what_no_path_can_serve_is_refused_here_and_not_counted_for_the_path(
    s3: Any, put_inputs: Run, discover: Run, discover_settings: Settings
) -> None:
    put_inputs(good_png=b"x", empty_png=b"", text_txt=b"x", big_png=b"x" * (7 * 1024 * 1024))
    state = discover("provisioned", settings=replace(discover_settings, batch_threshold=2))
    refused = {line["key"]: (line["refused"] or {}).get("code") for line in listed(s3, state)}
    assert refused == {
        "digits/good.png": None,
        "digits/empty.png": "EmptyFile",
        "digits/text.txt": "UnsupportedContentType",
        "digits/big.png": "PayloadTooLarge",
    }
    assert state["path"] == "realtime_endpoint", "one servable file is below the threshold of 2"
    assert state["file_count"] == 4


def test_folder_markers_are_no_files(s3: Any, put_inputs: Run, discover: Run) -> None:
    put_inputs(a_png=b"x")
    s3.put_object(Bucket="inputs-ext-s3alias", Key="digits/", Body=b"")
    s3.put_object(Bucket="inputs-ext-s3alias", Key="digits/sub/", Body=b"")
    assert [line["key"] for line in listed(s3, discover())] == ["digits/a.png"]


def test_the_same_files_are_the_same_run_and_any_change_is_another(
    s3: Any, put_inputs: Run, discover: Run, discover_settings: Settings
) -> None:
    put_inputs(a_png=b"x", b_png=b"y")
    first = discover()
    again = discover()
    assert again == first, "the first manifest wins, with the listing that it names"
    assert discover("none")["run_id"] != first["run_id"]
    assert discover(settings=replace(discover_settings, model_version="2"))["run_id"] != first["run_id"]
    put_inputs(b_png=b"z")
    assert discover()["run_id"] != first["run_id"]


def test_a_stored_summary_is_returned(s3: Any, put_inputs: Run, discover: Run) -> None:
    put_inputs(a_png=b"x")
    first = discover()
    s3.put_object(Bucket="runs", Key=RunKeys(first["run_id"]).summary, Body=b'{"ok": 1}')
    again = discover()
    assert (again["status"], again["summary"]) == ("complete", {"ok": 1})


@pytest.mark.parametrize("kind", ["serverless", "none"])
def test_an_empty_prefix_names_access_point_and_prefix(discover: Run, kind: str) -> None:
    with pytest.raises(EmptyPrefixError, match=r"'inputs-ext-s3alias' has no file under prefix 'nothing/'"):
        discover(kind, "nothing/")


def test_nothing_is_stored_for_an_empty_prefix(s3: Any, discover: Run) -> None:
    with pytest.raises(EmptyPrefixError):
        discover()
    assert "Contents" not in s3.list_objects_v2(Bucket="runs")


def test_a_path_that_is_not_deployed_names_the_setting(
    put_inputs: Run, discover: Run, discover_settings: Settings
) -> None:
    put_inputs(a_png=b"x")
    only_batch = replace(discover_settings, deployed=frozenset({InferencePath.BATCH_TRANSFORM}))
    with pytest.raises(PathNotDeployedError, match=r"'serverless_inference'.*DEPLOYED_PATHS"):
        discover("serverless", settings=only_batch)
    assert discover("none", settings=only_batch)["path"] == "batch_transform"


def test_a_missing_access_point_is_named(s3: Any) -> None:
    with pytest.raises(InputAccessError, match=r"'gone-s3alias' cannot be listed under 'digits/': NoSuchBucket"):
        list(InputListing(s3, "gone-s3alias").objects("digits/"))


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (None, "the event is None; an object with fields is accepted"),
        ({}, "field 'prefix' is missing"),
        ({"prefix": ""}, "field 'prefix': '' is not accepted: a non-empty string"),
        ({"prefix": 5}, "field 'prefix': 5 is not accepted"),
        ({"prefix": "/digits"}, "field 'prefix': '/digits' is not accepted: keys do not start with a slash"),
        ({"prefix": "x" * 1025}, "field 'prefix': 1025 bytes are not accepted: at most 1024"),
        (
            {"prefix": "a", "inference_type": "gpu"},
            "field 'inference_type': 'gpu' is not accepted: one of none, serverless",
        ),
        ({"prefix": "a", "batch_threshold": 0}, "field 'batch_threshold': batch_threshold = 0 is not accepted"),
        ({"prefix": "a", "batch_threshold": "9"}, "field 'batch_threshold': batch_threshold = '9' is not accepted"),
        ({"prefix": "a", "batch_treshold": 9}, "field 'batch_treshold' is unknown (did you mean 'batch_threshold'?)"),
    ],
)
def test_a_malformed_event_names_field_value_and_what_is_accepted(
    event: object, message: str, discover_settings: Settings
) -> None:
    with pytest.raises(InvalidEventError) as refused:
        parse_request(event, discover_settings)
    assert message in str(refused.value)


def test_what_an_event_leaves_out_comes_from_the_settings(discover_settings: Settings) -> None:
    request = parse_request({"prefix": "a", "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID": "arn"}, discover_settings)
    assert (request.inference_type, request.batch_threshold) == ("serverless", 100)
    asked = parse_request({"prefix": "a", "inference_type": "none", "batch_threshold": 3}, discover_settings)
    assert (asked.inference_type, asked.batch_threshold) == ("none", 3)


def test_a_store_that_refuses_leaves_no_manifest(store: RunStore, put_inputs: Run, discover: Run, s3: Any) -> None:
    put_inputs(a_png=b"x")
    store.bucket = "gone"
    with pytest.raises(s3.exceptions.NoSuchBucket):
        discover()
