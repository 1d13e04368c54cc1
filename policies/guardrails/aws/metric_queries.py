"""The list of queries that an alarm or a scaling policy computes its one metric from.

Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html,
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingMetricDataQuery.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import exclusive
from guardrails.props import Props
from guardrails.rule import Finding, violation

_ID: Final = re.compile(r"[a-z][A-Za-z0-9_]*")


def refused(queries: Props, stat: str, *, wanted: int = 1, returns: bool = False) -> Iterator[Finding]:
    """A violation for each query that is not one, and when not ``wanted`` of them return data.

    Args:
        queries: The list.
        stat: Name of the block by which a query reads a metric.
        wanted: How many return data.
        returns: Whether one that does not say returns data.
    """
    yield from (finding for query in queries.each() for finding in _refused(query, stat))
    ids = [name for query in queries.each() if (name := query["id"].text()) is not None]
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            yield violation(queries, f"has {ids.count(name)} of the id {name}")
    flags = [query["returnData"] for query in queries.each()]
    returning = [returns if flag.missing else flag.flag() for flag in flags]
    if flags and None not in returning and returning.count(True) != wanted:
        yield violation(queries, f"has {returning.count(True)} that return data, and needs {wanted}")


def _refused(query: Props, stat: str) -> Iterator[Finding]:
    name = query["id"].text()
    if name is not None and not _ID.fullmatch(name):
        yield violation(query["id"], f"is {name}; it takes letters, digits and _, and begins with a small letter")
    yield from exclusive.exactly_one(query, "expression", stat)
