"""The stack after `up`: a preview and a refresh find nothing to do, and a changed setting changes what it must."""

from __future__ import annotations

from typing import Any

import pytest

from domain.stops import NOTES

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]


def test_after_up_a_preview_and_a_refresh_find_no_change(deployed: Any) -> None:
    found = deployed.engine.preview()
    assert found.changes == {}, found.steps
    assert deployed.engine.refresh().changes == {}


def test_what_a_schedule_and_a_stop_left_behind_is_no_change_of_the_stack(deployed: Any) -> None:
    """Bounds, what is suspended, and notes on the endpoint: not before a refresh has seen them, and not after."""
    name = deployed.outputs["endpointNames"]["realtime_endpoint"]
    scaling, sagemaker = deployed.client("application-autoscaling"), deployed.client("sagemaker")
    target = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{name}/variant/primary",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    held = {"ScheduledScalingSuspended": True}
    (before,) = scaling.describe_scalable_targets(
        ServiceNamespace="sagemaker", ResourceIds=[target["ResourceId"]], ScalableDimension=target["ScalableDimension"]
    )["ScalableTargets"]
    scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=1, SuspendedState=held)
    arn = sagemaker.describe_endpoint(EndpointName=name)["EndpointArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": key, "Value": "x"} for key in NOTES])
    try:
        assert deployed.engine.preview().changes == {}
        assert deployed.engine.refresh().changes, "the refresh saw it"
        found = deployed.engine.preview()
        assert found.changes == {}, found.steps
    finally:
        sagemaker.delete_tags(ResourceArn=arn, TagKeys=list(NOTES))
        limits = {"MinCapacity": before["MinCapacity"], "MaxCapacity": before["MaxCapacity"]}
        scaling.register_scalable_target(**target, **limits, SuspendedState={"ScheduledScalingSuspended": False})
        deployed.engine.refresh()


def test_a_changed_setting_changes_what_reads_it_and_nothing_else(deployed: Any) -> None:
    with deployed.engine.settings(lambda text: text.replace("batch_threshold: 5000", "batch_threshold: 2")):
        found = deployed.engine.preview()
        readers = ("platform-dr-standby-inference-fn-discover", "platform-inference-fn-discover")
        assert sorted(found.steps) == [
            *(("update", "aws:lambda/alias:Alias", f"{reader}-live") for reader in readers),
            *(("update", "aws:lambda/function:Function", reader) for reader in readers),
        ]
        deployed.engine.up()
    labels = deployed.images("changed/", 3)
    run = deployed.platform.run("changed", prefix="changed/", inference_type="provisioned")
    assert {record["path"] for record in run.records} == {"batch_transform"}, "the new threshold is in force"
    assert len(run.records) == len(labels)
