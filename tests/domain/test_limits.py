"""Files are served, deferred or refused by size and type, before any call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.limits import (
    Verdict,
    admit,
    batch_payload_bytes,
    content_type_of,
    largest_payload_bytes,
    payload_limit_bytes,
    refusal,
)
from domain.routing import InferencePath

MB = 1024 * 1024
TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
paths = st.sampled_from(InferencePath)


@given(paths, st.integers(1, 200 * MB), st.integers(1, 100 * MB))
def test_one_verdict_for_every_size_and_never_more_than_a_path_takes(
    path: InferencePath, size: int, batch: int
) -> None:
    verdict = admit(path, "k", size, batch).verdict
    limit = payload_limit_bytes(path, batch)
    assert (verdict is Verdict.SERVE) == (size <= limit)
    assert (verdict is Verdict.DEFER) == (limit < size <= batch)
    assert (verdict is Verdict.REFUSE) == (size > max(limit, batch))


@pytest.mark.parametrize(
    ("path", "limit"),
    [("serverless_inference", 4_194_304), ("realtime_endpoint", 6_291_456), ("inference_components", 6_291_456)],
)
def test_the_limits_are_those_of_the_service(path: str, limit: int) -> None:
    assert admit(InferencePath(path), "k", limit, 1).verdict is Verdict.SERVE
    assert admit(InferencePath(path), "k", limit + 1, limit + 1).verdict is Verdict.DEFER
    refused = admit(InferencePath(path), "k.png", limit + 1, 1)
    assert (refused.verdict, refused.code) == (Verdict.REFUSE, "PayloadTooLarge")
    assert "k.png" in refused.message
    assert f"{limit:,}" in refused.message


def test_a_realtime_body_is_what_the_sdk_s_own_service_model_allows() -> None:
    from botocore.session import get_session

    model = get_session().get_service_model("sagemaker-runtime").operation_model("InvokeEndpoint")
    assert model.input_shape.members["Body"].metadata["max"] == payload_limit_bytes(InferencePath.REALTIME_ENDPOINT, 1)


@pytest.mark.parametrize(
    ("size", "content_type", "code"),
    [(0, "image/png", "EmptyFile"), (1, None, "UnsupportedContentType"), (101, "image/png", "PayloadTooLarge")],
)
def test_what_no_path_can_serve_is_refused_with_its_reason(size: int, content_type: str | None, code: str) -> None:
    refused = refusal("a/b.x", size, content_type, 100, TYPES)
    assert (refused.verdict, refused.code) == (Verdict.REFUSE, code)
    assert "a/b.x" in refused.message


def test_what_some_path_can_serve_is_not_refused() -> None:
    assert refusal("a.png", 100, "image/png", 100, TYPES).verdict is Verdict.SERVE


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("a/b.png", "image/png"),
        ("B.PNG", "image/png"),
        ("a.png/b", None),
        ("a.png.txt", None),
        (".png", "image/png"),
        ("", None),
    ],
)
def test_the_type_comes_from_the_extension_of_the_last_segment(key: str, expected: str | None) -> None:
    assert content_type_of(key, TYPES) == expected


def test_the_largest_payload_is_that_of_any_deployed_path() -> None:
    assert largest_payload_bytes([InferencePath.SERVERLESS_INFERENCE], MB) == 4 * MB
    assert largest_payload_bytes([InferencePath.REALTIME_ENDPOINT], 50 * MB) == 50 * MB
    assert largest_payload_bytes([], MB) == MB


@pytest.mark.parametrize(("payload", "concurrency"), [(0, 1), (101, 1), (51, 2), (1, 0)])
def test_a_batch_payload_that_sagemaker_refuses_is_refused_here(payload: int, concurrency: int) -> None:
    with pytest.raises(ValueError, match="is not accepted"):
        batch_payload_bytes(payload, concurrency)


def test_a_batch_payload_is_in_mebibytes() -> None:
    assert batch_payload_bytes(50, 2) == 50 * MB
