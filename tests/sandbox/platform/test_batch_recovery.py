"""The end of a transform job: told once by its event, recovered by the sweep when that is lost."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]

OLD_S = 3600


def tasks(deployed: Any) -> list[dict[str, Any]]:
    found = deployed.client("dynamodb").scan(TableName=deployed.outputs["taskTable"], ConsistentRead=True)["Items"]
    return [{name: next(iter(value.values())) for name, value in row.items()} for row in found]


def waiting(deployed: Any) -> list[dict[str, Any]]:
    return [row for row in tasks(deployed) if row["status"] == "PENDING"]


def sweep(deployed: Any) -> None:
    """Runs the platform's own schedule."""
    names = [found["Name"] for found in deployed.client("scheduler").list_schedules()["Schedules"]]
    deployed.sandbox.run_schedule(next(name for name in names if "sweep" in name or "completion" in name))


def age(deployed: Any, row: dict[str, Any]) -> None:
    """Makes a task old enough for the sweep, which leaves young jobs to their event."""
    deployed.client("dynamodb").update_item(
        TableName=deployed.outputs["taskTable"],
        Key={"task_id": {"S": row["task_id"]}, "execution_id": {"S": row["execution_id"]}},
        UpdateExpression="SET created_at = created_at - :age",
        ExpressionAttributeValues={":age": {"N": str(OLD_S)}},
    )


def test_a_lost_event_is_recovered_by_the_sweep(deployed: Any, checks: Any) -> None:
    labels = deployed.images("lost/", 6)
    lost = deployed.sandbox.add_fault(kind="drop_event", match="TransformJobStatus", count=1)
    ended: list[Any] = []
    thread = threading.Thread(target=lambda: ended.append(deployed.run(prefix="lost/", inference_type="none")))
    thread.start()
    checks.eventually(
        lambda: lost not in [fault["id"] for fault in deployed.sandbox.faults()], "the job ends and its event is lost"
    )
    row = checks.eventually(lambda: waiting(deployed), "the task waits")[0]
    age(deployed, row)
    sweep(deployed)
    thread.join(60)
    assert ended, "the execution ends"
    assert ended[0].status == "SUCCEEDED", ended[0].error
    checks.each_once(ended[0], labels)
    assert waiting(deployed) == []


def test_an_event_that_comes_twice_or_late_does_nothing(deployed: Any, checks: Any) -> None:
    labels = deployed.images("twice/", 3)
    known = {row["task_id"] for row in tasks(deployed)}
    run = deployed.run(prefix="twice/", inference_type="none")
    row = next(row for row in tasks(deployed) if row["task_id"] not in known)
    event = {
        "source": "aws.sagemaker",
        "detail-type": "SageMaker Transform Job State Change",
        "detail": {"TransformJobName": row["task_id"], "TransformJobStatus": "Completed"},
    }
    functions = deployed.client("lambda")
    for _ in range(2):
        answer = functions.invoke(
            FunctionName=deployed.outputs["functionNames"]["complete_batch"], Payload=json.dumps(event)
        )
        assert "FunctionError" not in answer
        assert json.loads(answer["Payload"].read()) == {"job": row["task_id"], "status": "Completed", "settled": 0}
    assert [after for after in tasks(deployed) if after["task_id"] == row["task_id"]] == [row]
    checks.each_once(run, labels)


def test_two_executions_of_one_manifest_share_one_job(deployed: Any, checks: Any) -> None:
    labels = deployed.images("shared/", 4)
    before = len(deployed.client("sagemaker").list_transform_jobs()["TransformJobSummaries"])
    ended: list[Any] = []
    threads = [
        threading.Thread(target=lambda: ended.append(deployed.run(prefix="shared/", inference_type="none")))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert [run.status for run in ended] == ["SUCCEEDED"] * 2, [run.error for run in ended]
    assert ended[0].records == ended[1].records
    checks.each_once(ended[0], labels)
    assert len(deployed.client("sagemaker").list_transform_jobs()["TransformJobSummaries"]) == before + 1
