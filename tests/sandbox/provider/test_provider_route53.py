"""What Route 53 would refuse, or take and never act on, is refused before; ids and names read as everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.provider.errors import ProviderError
from sandbox.provider.resource import Resource
from sandbox.provider.resources.route53 import HealthCheck, Record, Zone

RECORD = {"zoneId": "Z1", "name": "a.example.com", "type": "CNAME", "ttl": 60, "records": ["b.example.com"]}
PRIMARY = {"setIdentifier": "one", "failoverRoutingPolicies": [{"type": "PRIMARY"}]}
ALIAS = {"name": "b.example.com", "zoneId": "Z2", "evaluateTargetHealth": False}


@pytest.mark.parametrize(
    ("kind", "inputs", "path"),
    [
        (HealthCheck(), {"type": "HTTPS"}, "fqdn"),
        (HealthCheck(), {"type": "CLOUDWATCH_METRIC", "cloudwatchAlarmName": "a"}, "cloudwatchAlarmRegion"),
        (HealthCheck(), {"type": "TCP", "ipAddress": "192.0.2.1", "requestInterval": 20}, "requestInterval"),
        (HealthCheck(), {}, "type"),
        (Record(), {**RECORD, **PRIMARY}, "healthCheckId"),
        (Record(), {"zoneId": "Z1", "name": "a", "type": "A", "aliases": [ALIAS], **PRIMARY}, "healthCheckId"),
        (Record(), {**RECORD, "failoverRoutingPolicies": [{"type": "SECONDARY"}]}, "setIdentifier"),
        (Record(), {**RECORD, "aliases": [ALIAS]}, "records"),
        (Record(), {name: value for name, value in RECORD.items() if name != "ttl"}, "ttl"),
        (Record(), {**RECORD, "geolocationRoutingPolicies": [{}]}, "geolocationRoutingPolicies"),
        (Zone(), {"name": "a.com", "vpcs": [{}]}, "vpcs"),
    ],
)
def test_what_cannot_work_is_refused(kind: Resource, inputs: dict[str, Any], path: str) -> None:
    assert [failure.property for failure in kind.check(inputs)] == [path]


def test_a_sound_failover_is_taken() -> None:
    assert list(Record().check({**RECORD, **PRIMARY, "healthCheckId": "h"})) == []
    alias = {"aliases": [{**ALIAS, "evaluateTargetHealth": True}], **PRIMARY}
    assert list(Record().check({"zoneId": "Z1", "name": "a", "type": "A", **alias})) == []


def test_an_id_tells_what_to_import() -> None:
    parts = {"zoneId": "Z1", "name": "_a.b_c.example.com", "type": "CNAME", "setIdentifier": "us-east-1"}
    assert Record().parse_id("_".join(parts.values())) == parts
    with pytest.raises(ProviderError, match="is not of the form"):
        Record().parse_id("example.com")
