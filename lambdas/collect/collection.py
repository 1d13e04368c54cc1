"""Merges a run: one record for each input in the order of the listing, then the summary that marks it as complete.

Parts are read one at a time, batch outputs a few at a time, results are written as a stream: memory does not grow with
the number of files, but for 8 bytes of latency for each.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from domain.batches.batch import JobOutcome
from domain.batches.manifest import RunKeys, RunManifest
from domain.batches.merge import batch_record
from domain.batches.records import Record, Status, SummaryBuilder
from domain.metrics import Metric
from lambdas.bounded import bounded_map
from lambdas.clients.run_store import RunStore
from lambdas.collect.request import CollectRequest
from lambdas.runs import read_manifest, standing_records

OUTPUT_READERS: Final = 16
JSON_LINES: Final = "application/x-ndjson"
JSON: Final = "application/json"


@dataclass(frozen=True)
class Collected:
    """What the state machine goes on with; ``fresh`` says whether this invocation completed the run."""

    deferred: int
    summary: dict[str, Any]
    fresh: bool

    def to_reply(self) -> dict[str, Any]:
        """Return the function's answer."""
        return {"deferred": self.deferred, "summary": self.summary}

    def to_metrics(self) -> dict[Metric, int]:
        """Return what to publish: each run is counted once, when it completes."""
        if not self.fresh:
            return {}
        return {
            Metric.FILES_PROCESSED: self.summary["ok"],
            Metric.FILES_FAILED: self.summary["errors"],
            Metric.BATCH_FALLBACK: sum(self.summary["fallbacks"].values()),
        }


def collect(request: CollectRequest, store: RunStore) -> Collected:
    """Complete the run, or say how many files still wait for batch.

    Once batch was waited for, no file is deferred any more: one without an output becomes an error of its own.
    """
    keys = RunKeys(request.run_id)
    stored = store.read(keys.summary)
    if stored is not None:
        return Collected(0, json.loads(stored), fresh=False)
    manifest = read_manifest(store, request.run_id)
    if request.batch is None:
        standing = _summarise(standing_records(store, manifest), manifest)
        if standing.deferred:
            return Collected(standing.deferred, standing.build(None), fresh=False)
    return _complete(manifest, keys, request.batch, store)


def _complete(manifest: RunManifest, keys: RunKeys, batch: JobOutcome | None, store: RunStore) -> Collected:
    """Write results, then the summary; another invocation that was first wins."""
    builder = SummaryBuilder(manifest.run_id, manifest.path.value)
    records = _final_records(manifest, keys, batch, store)
    store.write_stream(keys.results, _counted_lines(records, builder), content_type=JSON_LINES)
    summary = builder.build({"bucket": store.bucket, "key": keys.results})
    data = json.dumps(summary, ensure_ascii=False).encode()
    fresh = store.write(keys.summary, data, content_type=JSON, if_absent=True)
    return Collected(0, summary if fresh else json.loads(store.need(keys.summary)), fresh)


def _final_records(manifest: RunManifest, keys: RunKeys, batch: JobOutcome | None, store: RunStore) -> Iterator[Record]:
    """Yield the final record of each input."""
    if batch is None:
        return standing_records(store, manifest)
    job = batch

    def finish(record: Record) -> Record:
        if record.status is not Status.DEFERRED:
            return record
        return batch_record(record, store.read(keys.batch_output_of(record.key)), job)

    return bounded_map(finish, standing_records(store, manifest), OUTPUT_READERS)


def _counted_lines(records: Iterator[Record], builder: SummaryBuilder) -> Iterator[str]:
    for record in records:
        builder.add(record)
        yield record.to_line()


def _summarise(records: Iterator[Record], manifest: RunManifest) -> SummaryBuilder:
    builder = SummaryBuilder(manifest.run_id, manifest.path.value)
    for record in records:
        builder.add(record)
    return builder
