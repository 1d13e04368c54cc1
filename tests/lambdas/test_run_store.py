"""Streams of any length are stored with little memory, whole or not at all; the first writer wins where it must."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lambdas.clients import run_store
from lambdas.clients.run_store import RunStore
from lambdas.errors import RunNotFoundError

PART = 5 * 1024 * 1024


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_store, "UPLOAD_PART_BYTES", PART)


def content(s3: Any, key: str) -> bytes:
    found: bytes = s3.get_object(Bucket="runs", Key=key)["Body"].read()
    return found


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("count", [0, 1, 5, 6, 11])
def test_a_stream_is_stored_whole(store: RunStore, s3: Any, count: int) -> None:
    chunk = "é" * (PART // 10)
    assert store.write_stream("k", (chunk for _ in range(count)), content_type="text/plain")
    assert content(s3, "k") == (chunk * count).encode()
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="runs")


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("before", [0, 2])
def test_a_stream_that_breaks_leaves_nothing(store: RunStore, s3: Any, before: int) -> None:
    def broken() -> Iterator[str]:
        for _ in range(before):
            yield "x" * PART
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        store.write_stream("k", broken(), content_type="text/plain")
    assert not store.exists("k")
    assert "Uploads" not in s3.list_multipart_uploads(Bucket="runs")


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("size", [1, PART + 1])
def test_the_first_writer_wins(store: RunStore, s3: Any, size: int) -> None:
    assert store.write_stream("k", ["a" * size], content_type="text/plain", if_absent=True)
    assert not store.write_stream("k", ["b" * size], content_type="text/plain", if_absent=True)
    assert content(s3, "k") == b"a" * size


def test_what_is_not_there_is_none_or_an_error_that_names_it(store: RunStore) -> None:
    assert store.read("gone") is None
    assert not store.exists("gone")
    with pytest.raises(RunNotFoundError, match="s3://runs/gone is not there"):
        store.need("gone")


def test_another_problem_is_not_taken_for_absence(store: RunStore, s3: Any) -> None:
    store.bucket = "no-such-bucket"
    for call in (store.read, store.need):
        with pytest.raises(s3.exceptions.NoSuchBucket):
            call("k")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        store.write("k", b"", content_type="text/plain", if_absent=True)
