"""What starts a run, how the run is called, and who may take it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.training.claims import Claim, ClaimState, Standing, parse_claim, standing
from domain.training.run_id import DataObject, TrainingRun, checked_run_id, parse_run, run_fields, run_id
from domain.training.start import DataPlace, Start, parse_start

PLACE = DataPlace("inbox", "training/data/")
DATA = DataObject("inbox", "training/data/a.csv", "e1", 10)
EVENT: dict[str, Any] = {
    "version": "0",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "region": "us-east-1",
    "detail": {
        "bucket": {"name": "inbox"},
        "object": {"key": "training/data/a b+c.csv", "size": 10, "etag": "e1", "sequencer": "1"},
        "reason": "PutObject",
    },
}


def event(**changed: Any) -> dict[str, Any]:
    return {**EVENT, "detail": {**EVENT["detail"], "object": {**EVENT["detail"]["object"], **changed}}}


@pytest.mark.parametrize(
    ("given_input", "expected"),
    [
        ({}, Start(None)),
        ({"force": True}, Start(None, True)),
        ({"source": None, "force": None}, Start(None)),
        ({"source": {"key": "training/data/a.csv"}}, Start("training/data/a.csv")),
        (
            {"source": {"bucket": "inbox", "key": "training/data/x/a.csv"}, "force": True},
            Start("training/data/x/a.csv", True),
        ),
        (EVENT, Start("training/data/a b+c.csv")),
    ],
)
def test_what_is_accepted(given_input: dict[str, Any], expected: Start) -> None:
    assert parse_start(given_input, PLACE) == expected


@pytest.mark.parametrize(
    ("given_input", "message"),
    [
        ([], "accepted: an object"),
        ({"sorce": {}}, "did you mean 'source'"),
        ({"force": "yes"}, "force is 'yes'"),
        ({"source": "a.csv"}, "source is 'a.csv'"),
        ({"source": {}}, "source.key is missing"),
        ({"source": {"bucket": "other", "key": "training/data/a.csv"}}, "no data of this pipeline"),
        ({"source": {"key": "models/digits/1/model.tar.gz"}}, "accepted: a file under s3://inbox/training/data/"),
        ({"source": {"key": "training/data/"}}, "no data of this pipeline"),
        ({"source": {"key": "training/data/" + "x" * 2000}}, "1 to 1024 characters"),
        ({**EVENT, "source": "aws.ec2"}, "'Object Created' of 'aws.s3'"),
        ({**EVENT, "detail-type": "Object Deleted"}, "'Object Deleted'"),
        ({**EVENT, "detail": None}, "detail is None"),
        ({**EVENT, "detail": {"bucket": {}, "object": {}}}, "texts in bucket.name"),
        (event(key="training/data/folder/", size=0), "stands for a folder"),
        (event(size=0), "is empty"),
        (event(key="training/runs/x/data.csv"), "no data of this pipeline"),
        (event(size="10"), "a number in object.size"),
    ],
)
def test_what_is_refused(given_input: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_start(given_input, PLACE)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["source", "detail", "detail-type", "bucket", "object", "key", "name", "force", "x"]),
                inner,
            )
        ),
    )
)
def test_any_input_is_read_or_refused_and_nothing_else(given_input: Any) -> None:
    try:
        found = parse_start(given_input, PLACE)
    except ValueError:
        return
    assert found.key is None or found.key.startswith(PLACE.prefix)


@given(
    st.lists(
        st.tuples(*[st.text(max_size=3)] * 3, st.integers(0, 99), st.text(max_size=2), st.text(max_size=2)), unique=True
    )
)
def test_other_data_another_plan_or_force_is_another_run(parts: list[tuple[str, str, str, int, str, str]]) -> None:
    found = [
        run_id(DataObject(bucket, key, etag, size), plan, forced) for bucket, key, etag, size, plan, forced in parts
    ]
    assert len(set(found)) == len(parts)
    assert all(checked_run_id(one) == one for one in found)


@pytest.mark.parametrize("value", ["", "0" * 15, "0" * 17, "../../../../../a", "G" * 16, None, 1])
def test_what_is_no_run_id(value: Any) -> None:
    with pytest.raises(ValueError, match="16 hexadecimal digits"):
        checked_run_id(value)


def test_a_run_is_read_back_from_the_reply() -> None:
    run = TrainingRun("0" * 16, "digits", "0" * 16, 2, DATA)
    assert parse_run(run_fields(run, "new")) == run


@pytest.mark.parametrize("changed", [{"run_id": "x"}, {"attempt": 0}, {"data": {}}, {"model": None}, {"more": 1}])
def test_what_is_no_run(changed: dict[str, Any]) -> None:
    reply = dict(run_fields(TrainingRun("0" * 16, "digits", "0" * 16, 2, DATA), "new"))
    with pytest.raises(ValueError, match="run"):
        parse_run({**reply, **changed})


CLAIM = Claim("0" * 16, "arn:one", 3)


@pytest.mark.parametrize(
    ("claim", "execution", "expected"),
    [
        (None, "arn:one", Standing.FREE),
        (CLAIM, "arn:one", Standing.OURS),
        (CLAIM, "arn:two", Standing.ASK),
        (replace(CLAIM, state=ClaimState.DONE), "arn:one", Standing.DONE),
        (replace(CLAIM, state=ClaimState.DONE), "arn:two", Standing.DONE),
        (replace(CLAIM, state=ClaimState.RELEASED), "arn:one", Standing.FREE),
        (replace(CLAIM, state=ClaimState.RELEASED), "arn:two", Standing.FREE),
    ],
)
def test_who_may_take_a_run(claim: Claim | None, execution: str, expected: Standing) -> None:
    assert standing(claim, execution) is expected


def test_a_claim_survives_its_own_document() -> None:
    assert parse_claim(CLAIM.to_json()) == CLAIM
    for text in ("", "{}", '{"run_id": "0"}', "[]"):
        with pytest.raises(ValueError, match=r"claim|run_id"):
            parse_claim(text)
