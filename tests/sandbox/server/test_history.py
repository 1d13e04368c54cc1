"""Pages of an execution's history."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.errors import AwsError
from sandbox.interpreter.history import page
from sandbox.request import AwsResponse


def ids(asked: dict[str, Any], count: int = 5) -> tuple[list[int], str | None]:
    answer = page(asked, AwsResponse.of_json({"events": [{"id": number} for number in range(1, count + 1)]}))
    found = json.loads(answer.body)
    return [event["id"] for event in found["events"]], found.get("nextToken")


def test_everything_oldest_first_by_default() -> None:
    assert ids({}) == ([1, 2, 3, 4, 5], None)


def test_the_newest_come_first_when_asked_for_so() -> None:
    assert ids({"reverseOrder": True, "maxResults": 2}) == ([5, 4], "2")


def test_pages_follow_one_another_to_the_end() -> None:
    seen, token = [], None
    while True:
        some, token = ids({"maxResults": 2, **({} if token is None else {"nextToken": token})})
        seen += some
        if token is None:
            break
    assert seen == [1, 2, 3, 4, 5]


def test_an_error_stays_as_it_is() -> None:
    answer = AwsResponse.of_json({"__type": "ExecutionDoesNotExist"}, status=400)
    assert page({"maxResults": 1}, answer) is answer


@pytest.mark.parametrize("asked", [{"maxResults": 1001}, {"nextToken": "elsewhere"}, {"nextToken": "5"}])
def test_what_aws_refuses_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(AwsError):
        ids(asked)
