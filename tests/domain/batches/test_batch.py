"""Jobs are named after runs; what waits for one is settled once, and only when it has ended or is lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.batches.batch import (
    JOB_PREFIX,
    MAX_JOB_NAME,
    TERMINAL_STATUSES,
    JobOutcome,
    SettlementAction,
    decide_settlement,
    job_name,
    parse_job_event,
)

RUN = "0123456789abcdef" * 2 + "01234567"
CREATED = "2026-11-22T09:30:00+09:00"
JOB = job_name(RUN, CREATED)


def event(**detail: Any) -> dict[str, Any]:
    """The shape that EventBridge delivers, cut to the fields that matter."""
    found = {"TransformJobName": JOB, "TransformJobStatus": "Completed", **detail}
    return {
        "version": "0", "source": "aws.sagemaker", "detail-type": "SageMaker Transform Job State Change",
        "account": "123456789012", "region": "us-east-1", "detail": found,
    }  # fmt: skip


def test_a_job_s_name_is_one_for_each_run_and_fits_sagemaker() -> None:
    assert job_name(RUN, CREATED) == f"{JOB_PREFIX}{RUN}-20261122003000"
    assert len(job_name(RUN, CREATED)) <= MAX_JOB_NAME
    with pytest.raises(ValueError, match="run_id"):
        job_name("x", CREATED)
    with pytest.raises(ValueError, match="isoformat"):
        job_name(RUN, "yesterday")


def test_the_same_files_run_again_after_their_data_expired_are_a_job_of_their_own() -> None:
    assert job_name(RUN, CREATED) != job_name(RUN, "2026-12-22T00:30:00+00:00")


def test_an_event_says_which_job_and_how_it_ended() -> None:
    job = parse_job_event(event(TransformJobStatus="Failed", FailureReason="no instances"))
    assert job == JobOutcome(JOB, "Failed", "no instances")
    assert job.to_output() == {"job": JOB, "status": "Failed", "failure_reason": "no instances"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"source": "aws.s3"}, "source = 'aws.s3'"),
        ({"detail-type": "x"}, "detail-type = 'x'"),
        ({"detail": None}, "detail = None"),
        ({"detail": {"TransformJobStatus": "Completed"}}, "detail.TransformJobName = None"),
        ({"detail": {"TransformJobName": "a", "TransformJobStatus": 5}}, "detail.TransformJobStatus = 5"),
    ],
)
def test_another_event_is_refused_by_field(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_job_event({**event(), **wrong})


@given(
    st.sampled_from(["PENDING", "DONE", "?"]),
    st.none() | st.sampled_from([*TERMINAL_STATUSES, "InProgress", "Stopping"]),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
)
def test_only_a_pending_task_is_settled_and_only_by_an_end_or_a_loss(
    stored: str, status: str | None, age: float, min_age: float
) -> None:
    job = None if status is None else JobOutcome("ip-x", status)
    action = decide_settlement(stored, job, age_s=age, min_age_s=min_age).action
    assert (action is SettlementAction.NOTHING) == (stored != "PENDING")
    assert (action is SettlementAction.SUCCEED) == (stored == "PENDING" and status in TERMINAL_STATUSES)
    assert (action is SettlementAction.FAIL_LOST) == (stored == "PENDING" and status is None and age >= min_age)
