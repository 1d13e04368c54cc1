"""Listings and manifests survive their lines, ids depend on every input, names are checked before they become keys."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batches.manifest import (
    InputFile,
    ListingKeys,
    RunIdHasher,
    RunKeys,
    RunManifest,
    batch_manifest,
    checked_part,
    checked_run_id,
    part_name,
    parts_index,
)
from domain.routing import InferencePath

RUN = "a" * 40
files = st.builds(
    InputFile,
    key=st.text(min_size=1),
    size=st.integers(0, 10**9),
    etag=st.text("0123456789abcdef", max_size=32),
    content_type=st.none() | st.just("image/png"),
    refused=st.none() | st.just({"code": "EmptyFile", "message": "0 bytes"}),
)


def run_id(inputs: list[InputFile], scope: str = "bucket", model: str = "1", path: str = "batch_transform") -> str:
    hasher = RunIdHasher(scope, model)
    for file in inputs:
        hasher.add(file)
    return hasher.run_id(InferencePath(path))


@given(files)
def test_an_input_survives_its_line(file: InputFile) -> None:
    assert file.to_line().count("\n") == 1
    assert InputFile.from_line(file.to_line()) == file


@given(st.lists(files, max_size=8), st.lists(files, max_size=8))
def test_an_id_is_that_of_its_inputs_in_order(one: list[InputFile], other: list[InputFile]) -> None:
    assert checked_run_id(run_id(one)) == run_id(one)
    assert (run_id(one) == run_id(other)) == (one == other)


def test_an_id_depends_on_stack_model_and_path() -> None:
    ids = {run_id([]), run_id([], scope="other"), run_id([], model="2"), run_id([], path="realtime_endpoint")}
    assert len(ids) == 4


def test_a_manifest_survives_its_json() -> None:
    manifest = RunManifest(
        run_id=RUN, prefix="p/", path=InferencePath.REALTIME_ENDPOINT, path_reason="why", file_count=3, refused_count=1,
        part_count=2, parts_prefix="listings/x/", batch_max_bytes=1, model_version="1", created_at="2026",
    )  # fmt: skip
    assert RunManifest.from_json(manifest.to_json()) == manifest
    assert list(manifest.parts()) == ["00000", "00001"]


@pytest.mark.parametrize("data", ["{", "[]", "{}", '{"run_id": 1}'])
def test_a_manifest_that_is_none_says_so(data: str) -> None:
    with pytest.raises(ValueError, match="a run manifest"):
        RunManifest.from_json(data)


@pytest.mark.parametrize("value", ["", "../x", "A" * 40, "a" * 39, None, 5, "a" * 39 + "/"])
def test_only_an_id_becomes_part_of_a_key(value: object) -> None:
    with pytest.raises(ValueError, match="run_id"):
        checked_run_id(value)


@pytest.mark.parametrize("value", ["", "1", "0000a", "../00000", None, 3, "\u0660" * 5])
def test_only_a_part_becomes_part_of_a_key(value: object) -> None:
    with pytest.raises(ValueError, match="part"):
        checked_part(value)


@given(st.integers(0, 10**6))
def test_part_names_are_accepted_and_sort_as_parts_do(index: int) -> None:
    assert checked_part(part_name(index)) == part_name(index)
    assert int(part_name(index)) == index


@given(st.integers(0, 50))
def test_the_index_is_an_array_of_parts(count: int) -> None:
    assert json.loads("".join(parts_index(count))) == [{"part": part_name(index)} for index in range(count)]


@given(st.lists(st.text(min_size=1)))
def test_a_batch_manifest_is_the_prefix_and_the_keys(keys: list[str]) -> None:
    written = "".join(batch_manifest("s3://ap/", iter(keys)))
    assert json.loads(written) == [{"prefix": "s3://ap/"}, *keys]


def test_keys_of_a_run_are_under_its_id() -> None:
    keys = RunKeys(RUN)
    found = [
        keys.manifest,
        keys.results_of("00000"),
        keys.batch_manifest,
        keys.batch_output_of("a/b.png"),
        keys.results,
        keys.summary,
    ]
    assert all(re.match(f"runs/{RUN}/", key) for key in found)
    assert len(set(found)) == len(found)
    assert keys.batch_output_of("a/b.png") == f"runs/{RUN}/batch/out/a/b.png.out"
    assert ListingKeys.of("x").part("00001") == "listings/x/parts/00001.jsonl"
