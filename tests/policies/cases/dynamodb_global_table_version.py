"""Fixtures of dynamodb-global-table-version."""

from __future__ import annotations

from tests.policies.cases.case import Cases, aws

LEGACY = "replicas make a global table of the legacy version 2017.11.29;"
REPLICAS = [{"regionName": "us-east-1"}, {"regionName": "us-west-2"}]
CURRENT = aws("dynamodb/table", name="orders", replicas=REPLICAS)

CASES = Cases(
    passes=[CURRENT],
    fails=[aws("dynamodb/globalTable", (LEGACY,), name="orders", replicas=REPLICAS)],
    not_applicable=[aws("dynamodb/table", name="orders")],
    presence_only=True,
)
