"""The event of a request: what is read, and what is refused with which words."""

from __future__ import annotations

from typing import Any

import pytest

from lambdas.errors import InvalidEventError
from lambdas.route_request.request import Request, parse_request

GOOD: dict[str, Any] = {"content_type": "text/plain", "body": "grün"}


def read(event: object) -> Request:
    return parse_request(event, "own", ("alpha", "beta"))


def test_a_text() -> None:
    found = read(GOOD)
    assert (found.call.id, found.call.body, found.call.content_type) == ("own", "grün".encode(), "text/plain")
    assert (found.deadline_ms, found.pattern) == (None, None)


def test_everything() -> None:
    event = {"id": "a", "content_type": "image/png", "body_base64": "/w==", "deadline_ms": 100.5, "pattern": "beta"}
    found = read(event)
    assert (found.call.id, found.call.body, found.deadline_ms, found.pattern) == ("a", b"\xff", 100.5, "beta")


@pytest.mark.parametrize("given", ["image/png", "text/plain; charset=utf-8", 'application/vnd.a+json;v="1"'])
def test_content_types(given: str) -> None:
    assert read({**GOOD, "content_type": given}).call.content_type == given


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ([], "an object with fields"),
        ({}, "'body_base64': neither given"),
        ({"body": "a"}, "field 'content_type' is missing"),
        ({**GOOD, "body_base64": "YQ=="}, "both given"),
        ({**GOOD, "body": ""}, "field 'body': body = '' is not accepted"),
        ({**GOOD, "body": {"rows": []}}, "a non-empty string"),
        ({**GOOD, "body": "\ud800"}, "half a character"),
        ({"content_type": "image/png", "body_base64": "YQ"}, "field 'body_base64': no base64"),
        ({"content_type": "image/png", "body_base64": "YQ==\n"}, "no base64"),
        ({"content_type": "image/png", "body_base64": ""}, "a non-empty string"),
        ({**GOOD, "content_type": "png"}, "a type such as image/png"),
        ({**GOOD, "content_type": 1}, "field 'content_type'"),
        ({**GOOD, "content_type": "a/b\nX-Other: c"}, "a type such as image/png"),
        ({**GOOD, "content_type": "a/b\x00"}, "a type such as image/png"),
        ({**GOOD, "content_type": "image/größe"}, "a type such as image/png"),
        ({**GOOD, "content_type": "/"}, "a type such as image/png"),
        ({**GOOD, "content_type": "a/" + "b" * 1024}, "a type such as image/png"),
        ({**GOOD, "deadline_ms": 99}, "at least 100"),
        ({**GOOD, "id": ""}, "field 'id'"),
        ({**GOOD, "id": "x" * 257}, "257 characters; accepted: 1 to 256"),
        ({**GOOD, "deadline_ms": 0}, "deadline_ms = 0 is not accepted: a finite number greater than 0"),
        ({**GOOD, "deadline_ms": -1}, "deadline_ms = -1"),
        ({**GOOD, "deadline_ms": float("nan")}, "deadline_ms = nan"),
        ({**GOOD, "deadline_ms": float("inf")}, "deadline_ms = inf"),
        ({**GOOD, "deadline_ms": True}, "deadline_ms = True"),
        ({**GOOD, "deadline_ms": "1"}, "deadline_ms = '1'"),
        ({**GOOD, "deadline_ms": 900_001}, "up to 900000"),
        ({**GOOD, "pattern": "gamma"}, "pattern = 'gamma' is not accepted: one of alpha, beta"),
        ({**GOOD, "pattern": ["alpha"]}, "one of alpha, beta"),
        ({**GOOD, "patern": "alpha"}, "did you mean 'pattern'"),
    ],
)
def test_what_is_no_request_is_refused(event: object, words: str) -> None:
    with pytest.raises(InvalidEventError, match=words):
        read(event)
