"""What requests ask of instances and copies: shares that are published, and work that takes their time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.context import SandboxContext
from sandbox.sagemaker.concurrency import Concurrency, Share
from sandbox.sagemaker.hosting import Served
from sandbox.sagemaker.metrics import MetricQueue
from sandbox.sagemaker.records import COMPONENT, ENDPOINT, Records
from sandbox.sagemaker.validation import MAX_SERVERLESS_CONCURRENCY
from sandbox.sagemaker.work import Work, WorkBook


class Demand:
    """Counts invocations by instance or copy, and makes them work.

    Args:
        context: Options and metrics.
        records: Present instances and copies.
        metrics: Off-path metric queue.
    """

    def __init__(self, context: SandboxContext, records: Records, metrics: MetricQueue) -> None:
        self._records, self._metrics = records, metrics
        self._concurrency = Concurrency(context, lambda region, dimensions: shares_of(records, region, dimensions))
        self._work = WorkBook()

    def configure(self, endpoint: str, body: Mapping[str, Any]) -> None:
        """`POST endpoints/<name>/work`.

        Raises:
            ValueError: No such endpoint, or a value that is out of range.
        """
        known = (one.fields["EndpointName"] for one in self._records.all() if one.kind is ENDPOINT)
        if endpoint not in known:
            raise ValueError(f"endpoint {endpoint!r} is not there")
        self._work.put(endpoint, Work.of(body))

    def count_share(self, region: str, dimensions: Mapping[str, str]) -> None:
        """The invocation's share of one instance or copy: what target tracking of both follows."""
        units = units_of(self._records, region, dimensions)
        if units is not None:
            name = "InvocationsPerCopy" if "InferenceComponentName" in dimensions else "InvocationsPerInstance"
            self._metrics.count(region, name, dimensions, 1 / units)

    def worked(self, region: str, endpoint: str, dimensions: Mapping[str, str], call: Callable[[], Served]) -> Served:
        """One invocation with the work that requests of the endpoint have, counted while it runs.

        Raises:
            ContainerError: The container is gone or too slow.
        """

        def units() -> int:
            # A serverless variant has one worker for each call that it takes.
            found = units_of(self._records, region, dimensions)
            return MAX_SERVERLESS_CONCURRENCY if found is None else found

        with self._concurrency.running(region, dimensions):
            return self._work.run(endpoint, (region, *dimensions.values()), units, call)

    def close(self) -> None:
        """Ends the thread, and everything that works or waits."""
        self._work.close()
        self._concurrency.close()


def units_of(records: Records, region: str, dimensions: Mapping[str, str]) -> int | None:
    """Present instances of a variant, or copies of a component, at least 1; None for a variant without instances."""
    if "InferenceComponentName" in dimensions:
        component = records.find(COMPONENT, region, dimensions["InferenceComponentName"])
        return max(1, component.fields["RuntimeConfig"]["CurrentCopyCount"]) if component else 1
    count = _variant(records, region, dimensions).get("CurrentInstanceCount")
    return None if count is None else max(1, int(count))


def shares_of(records: Records, region: str, dimensions: Mapping[str, str]) -> tuple[Share, ...]:
    """The metrics of concurrency that a variant or a component has; none for one that is gone."""
    units = units_of(records, region, dimensions)
    if units is not None:
        name = "ConcurrentRequestsPerCopy" if "InferenceComponentName" in dimensions else "ConcurrentRequestsPerModel"
        return (Share(name, units),)
    config = _variant(records, region, dimensions).get("CurrentServerlessConfig") or {}
    parts = {
        "ServerlessConcurrentExecutionsUtilization": config.get("MaxConcurrency"),
        "ServerlessProvisionedConcurrencyUtilization": config.get("ProvisionedConcurrency"),
    }
    return tuple(Share(name, int(units), most=1.0, unit="None", sharp=False) for name, units in parts.items() if units)


def _variant(records: Records, region: str, dimensions: Mapping[str, str]) -> Mapping[str, Any]:
    endpoint = records.find(ENDPOINT, region, dimensions["EndpointName"])
    for variant in endpoint.fields["ProductionVariants"] if endpoint else ():
        if variant["VariantName"] == dimensions["VariantName"]:
            found: Mapping[str, Any] = variant
            return found
    return {}
