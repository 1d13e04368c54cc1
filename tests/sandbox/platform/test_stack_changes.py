"""The stack after `up`: a preview and a refresh find nothing to do, and a changed setting changes what it must."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]


def test_after_up_a_preview_and_a_refresh_find_no_change(deployed: Any) -> None:
    found = deployed.engine.preview()
    assert found.changes == {}, found.steps
    assert deployed.engine.refresh().changes == {}


def test_a_changed_setting_changes_what_reads_it_and_nothing_else(deployed: Any) -> None:
    with deployed.engine.settings(lambda text: text.replace("batch_threshold: 5000", "batch_threshold: 2")):
        found = deployed.engine.preview()
        assert sorted(found.steps) == [
            ("update", "aws:lambda/alias:Alias", "platform-inference-fn-discover-live"),
            ("update", "aws:lambda/function:Function", "platform-inference-fn-discover"),
        ]
        deployed.engine.up()
    labels = deployed.images("changed/", 3)
    run = deployed.platform.run("changed", prefix="changed/", inference_type="provisioned")
    assert {record["path"] for record in run.records} == {"batch_transform"}, "the new threshold is in force"
    assert len(run.records) == len(labels)
