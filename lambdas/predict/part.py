"""Serves one part of a run once: records that are stored already are kept, so a retried part repeats no file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from domain.batches.manifest import RunKeys, RunManifest, checked_part, checked_run_id
from domain.batches.records import Record, Status
from domain.metrics import Metric
from domain.routing import InferencePath
from lambdas import events
from lambdas.bounded import bounded_map
from lambdas.clients.run_store import RunStore
from lambdas.errors import PathNotDeployedError
from lambdas.predict.serve import FileServer
from lambdas.runs import read_part

JSON_LINES: Final = "application/x-ndjson"


@dataclass(frozen=True)
class PartRequest:
    """Which part of which run."""

    run_id: str
    part: str


@dataclass
class PartCounts:
    """What happened to the files of a part; ``stored`` says whether the records are of this invocation."""

    statuses: Counter[str]
    cold_starts: int = 0
    stored: bool = True

    def to_reply(self, part: str) -> dict[str, Any]:
        """Return the function's answer; the records themselves are in the artifact bucket."""
        counts = {status.value: self.statuses[status] for status in Status}
        return {"part": part, "stored": self.stored, **counts}

    def to_metrics(self) -> dict[Metric, int]:
        """Return what to publish: nothing for a part that was served before."""
        if not self.stored:
            return {}
        return {
            Metric.FILES_DEFERRED: self.statuses[Status.DEFERRED],
            Metric.COLD_START_DETECTED: self.cold_starts,
        }


def parse_request(event: object) -> PartRequest:
    """Read the event of the Distributed Map.

    Raises:
        InvalidEventError: A field is missing or not accepted.
    """
    fields = events.fields_of(event)
    return PartRequest(
        run_id=events.required(fields, "run_id", checked_run_id), part=events.required(fields, "part", checked_part)
    )


def endpoint_path(manifest: RunManifest, deployed: Iterable[InferencePath]) -> InferencePath:
    """Return the path of the run when this function has an endpoint for it.

    Raises:
        PathNotDeployedError: It has none.
    """
    known = tuple(deployed)
    if manifest.path not in known:
        raise PathNotDeployedError(
            f"run {manifest.run_id} uses the path {manifest.path.value!r}; ENDPOINTS of this function has "
            f"{', '.join(known) or 'none'}. Run the prefix again to choose among what is deployed now"
        )
    return manifest.path


def serve_part(
    request: PartRequest, manifest: RunManifest, store: RunStore, server: FileServer, concurrency: int
) -> PartCounts:
    """Serve every file of the part and store one record for each, in the order of the part.

    An error of the endpoint that concerns every file is raised, and nothing is stored.
    """
    key = RunKeys(request.run_id).results_of(request.part)
    counts = PartCounts(Counter())
    if store.exists(key):
        counts.stored = False
        return counts
    files = read_part(store, manifest, request.part)
    records = bounded_map(server, files, concurrency, window=max(len(files), 1))
    lines = _counted_lines(records, counts)
    counts.stored = store.write_stream(key, lines, content_type=JSON_LINES, if_absent=True)
    return counts


def _counted_lines(records: Iterator[Record], counts: PartCounts) -> Iterator[str]:
    for record in records:
        counts.statuses[record.status] += 1
        counts.cold_starts += record.cold_start
        yield record.to_line()
