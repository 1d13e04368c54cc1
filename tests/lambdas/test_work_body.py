"""Bodies of work: what comes out is what went in, and JSON within JSON stays within what AWS takes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.work_body import MAX_INPUT_BYTES, MAX_RESULT_BYTES, WorkBody, parse_body

EXECUTION_INPUT_BYTES = 262_144
ITEM_BYTES = 400 * 1024
BODIES = st.one_of(st.binary(min_size=1, max_size=300), st.text(min_size=1, max_size=300).map(str.encode))


@given(content=BODIES)
def test_a_body_comes_back_as_it_was(content: bytes) -> None:
    body = WorkBody("application/json", content)
    assert parse_body(json.loads(body.to_json()), MAX_INPUT_BYTES) == body


@pytest.mark.parametrize(
    "byte", [b'"', b"\x00", b"\xff", b"\\", b"a", "é".encode()], ids=["quote", "nul", "ff", "backslash", "a", "e"]
)
def test_the_largest_input_fits_in_an_execution_whatever_its_bytes_are(byte: bytes) -> None:
    body = WorkBody("x" * 126 + "/" + "y" * 129, byte * (MAX_INPUT_BYTES // len(byte)))
    document = {"key": "k" * 128, "epoch": 10**9, "attempt": 20, "input": body.to_json(), "task_id": "k" * 150}
    assert len(json.dumps(document)) < EXECUTION_INPUT_BYTES
    result = WorkBody("application/json", byte * (MAX_RESULT_BYTES // len(byte)))
    assert len(body.to_json()) + len(result.to_json()) < ITEM_BYTES


def test_text_is_stored_as_text_where_that_is_not_larger() -> None:
    assert WorkBody("text/plain", b"seven words that anybody can read").to_document() == {
        "content_type": "text/plain",
        "body": "seven words that anybody can read",
    }
    assert "body_base64" in WorkBody("text/plain", b'"' * 1000).to_document()


def test_a_type_has_no_room_for_another_header() -> None:
    with pytest.raises(ValueError, match=r"^content_type = .* is not accepted"):
        parse_body({"content_type": "a/b\r\nX-Evil: 1", "body": "x"}, MAX_INPUT_BYTES)
