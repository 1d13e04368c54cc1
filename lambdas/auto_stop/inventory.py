"""The stack's endpoints with what can be known of them in bulk: their tags, and whether they were called.

A call for each endpoint would be thousands; tags come by the hundred, metrics by the five hundred. Endpoints are taken
in blocks, so that memory does not grow with their number; for each block the listings of what is heard of are read
again, a page for 500 variants.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from lambdas.auto_stop.failures import FAILURES, told
from lambdas.clients.endpoint_components import EndpointComponents
from lambdas.clients.endpoint_metrics import (
    QUERIES,
    EndpointMetrics,
    MetricQuery,
    calls_of_component,
    calls_of_variant,
)
from lambdas.clients.tagged_endpoints import TaggedEndpoints

BLOCK: Final = 2000
"""Endpoints that are held at the same time."""

Problems = Callable[[str], None]
"""Takes what went wrong for many endpoints at once."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One endpoint from afar.

    Attributes:
        name: Its name; from its ARN, which is in lower case, when no metric or component spells it.
        arn: Its ARN.
        tags: Its tags as the tagging service has them.
        components: Names of its inference components.
        heard: Whether an instance of it was heard of in the last hours.
        calls: Invocations in the window; ``None``: not known.
    """

    name: str
    arn: str
    tags: Mapping[str, str]
    components: tuple[str, ...] = ()
    heard: bool = False
    calls: float | None = None


@dataclass(frozen=True)
class Inventory:
    """Joins the listings; ``tags`` mark the stack's endpoints."""

    tagged: TaggedEndpoints
    components: EndpointComponents
    metrics: EndpointMetrics
    tags: Mapping[str, str]

    def __call__(self, start: datetime, end: datetime, problems: Problems) -> Iterator[Seen]:
        """Yield every endpoint of the stack.

        Args:
            start: Calls count from here,
            end: to here.
            problems: Is told of listings and metrics that could not be read; their endpoints are yielded as unknown.

        Raises:
            ClientError: The tags could not be read to the end; what was found before is yielded first.
        """
        for block in self._blocks():
            yield from self._block(block, start, end, problems)

    def _blocks(self) -> Iterator[list[tuple[str, dict[str, str]]]]:
        """ARNs and tags; what was listed before the listing failed is not lost."""
        block: list[tuple[str, dict[str, str]]] = []
        try:
            for one in self.tagged.find(self.tags):
                block.append(one)
                if len(block) == BLOCK:
                    yield block
                    block = []
        except FAILURES:
            if block:
                yield block
            raise
        if block:
            yield block

    def _block(
        self, block: list[tuple[str, dict[str, str]]], start: datetime, end: datetime, problems: Problems
    ) -> Iterator[Seen]:
        names = {arn.rpartition("/")[2] for arn, _ in block}
        spelt: dict[str, str] = {}
        try:
            variants = _grouped(self.metrics.heard_of(), names, spelt)
            components = _grouped(self.components.listed(), names, spelt)
        except FAILURES as error:
            # Without the list of components an endpoint that only they serve would look idle.
            problems(f"what runs could not be listed, so {len(block)} endpoints are kept: {told(error)}")
            variants, components = {}, {}
        waiting: list[tuple[Seen, list[MetricQuery]]] = []
        asked = 0
        for arn, tags in block:
            key = arn.rpartition("/")[2]
            heard, parts = variants.get(key, ()), components.get(key, ())
            seen = Seen(spelt.get(key, key), arn, tags, parts, heard=bool(heard))
            queries = queries_of(seen.name, heard, parts) if heard else []
            if waiting and asked + len(queries) > QUERIES:
                yield from self._counted(waiting, start, end, problems)
                waiting, asked = [], 0
            waiting.append((seen, queries))
            asked += len(queries)
        yield from self._counted(waiting, start, end, problems)

    def _counted(
        self, waiting: Sequence[tuple[Seen, list[MetricQuery]]], start: datetime, end: datetime, problems: Problems
    ) -> Iterator[Seen]:
        asked = [query for _, queries in waiting for query in queries]
        totals: Iterator[float | None]
        try:
            totals = iter(self.metrics.totals(asked, start, end))
        except FAILURES as error:
            problems(f"the calls of {len(waiting)} endpoints could not be read, so they are kept: {told(error)}")
            totals = iter([None] * len(asked))
        for seen, queries in waiting:
            yield Seen(
                seen.name, seen.arn, seen.tags, seen.components, seen.heard, added([*islice(totals, len(queries))])
            )


def queries_of(endpoint: str, variants: Iterable[str], components: Iterable[str]) -> list[MetricQuery]:
    """Return what shows that an endpoint was called."""
    return [*(calls_of_variant(endpoint, one) for one in variants), *(calls_of_component(one) for one in components)]


def added(totals: Sequence[float | None]) -> float | None:
    """Return the sum; ``None`` when there is nothing to add, or one of them is not known and the others are 0."""
    known = sum(total for total in totals if total is not None)
    return known if known or (totals and None not in totals) else None


def _grouped(pairs: Iterable[tuple[str, str]], names: set[str], spelt: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Names by endpoint, in the spelling of its ARN; ``spelt`` learns the endpoint's own."""
    found: dict[str, tuple[str, ...]] = {}
    for endpoint, name in pairs:
        key = endpoint.lower()
        if key in names and name not in found.get(key, ()):  # a listing that changes between pages repeats itself
            found[key] = (*found.get(key, ()), name)
            spelt[key] = endpoint
    return found
