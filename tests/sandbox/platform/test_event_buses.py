"""Work that is put on an event bus, and what becomes of it when the Region of that bus cannot take it."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import uuid4

import pytest

from domain.resilience import work_id

pytestmark = [pytest.mark.engine, pytest.mark.server, pytest.mark.xdist_group("engine")]

SOURCE, DETAIL_TYPE = "inference.work", "Work requested"


def request(deployed: Any, region: str, key: str) -> None:
    """Puts one piece of work on the bus of a Region, as a producer does."""
    body = {"content_type": "image/png", "body_base64": base64.b64encode(b"\x89PNG").decode()}
    detail = {"works": [{"key": key, "input": body}]}
    entry = {"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": json.dumps(detail)}
    bus = deployed.outputs["workBuses"][region].rpartition("/")[2]
    reply = deployed.client("events", region).put_events(Entries=[{**entry, "EventBusName": bus}])
    assert reply["FailedEntryCount"] == 0, reply


def in_ledger(deployed: Any, key: str) -> Any:
    """What the ledger has of it."""
    found = deployed.client("dynamodb", deployed.outputs["ledgerRegion"]).get_item(
        TableName=deployed.outputs["ledgerTable"], Key={"id": {"S": work_id(key)}}, ConsistentRead=True
    )
    return found.get("Item")


@pytest.mark.parametrize("output", ["primaryRegion", "secondaryRegion"])
def test_an_event_on_either_bus_is_work(deployed: Any, checks: Any, output: str) -> None:
    key = f"bus/{uuid4().hex}"
    request(deployed, deployed.outputs[output], key)
    checks.eventually(lambda: in_ledger(deployed, key), "the work is in the ledger")


def test_what_one_region_cannot_take_the_other_takes_once(deployed: Any, checks: Any) -> None:
    primary, secondary = deployed.outputs["primaryRegion"], deployed.outputs["secondaryRegion"]
    key = f"bus/{uuid4().hex}"
    accept = deployed.outputs["acceptWorkFunctions"][primary].split(":")[6]
    with deployed.named_without(accept, "dynamodb:PutItem"):
        request(deployed, primary, key)
        checks.eventually(lambda: in_ledger(deployed, key), f"the work that {primary} refused is in the ledger")
    taken = deployed.outputs["acceptWorkFunctions"][secondary].split(":")[6]
    counted = {(one["region"], one["name"]): one for one in deployed.sandbox.functions()}
    assert counted[primary, accept]["errors"] >= 2, "the first call, and the retry that Lambda makes"
    assert counted[secondary, taken]["invocations"] >= 1
