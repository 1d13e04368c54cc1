"""Reads a run back from the artifact bucket: its manifest, and the records of its parts as they stand before batch."""

from collections.abc import Iterator

from domain.batches.manifest import InputFile, ListingKeys, RunKeys, RunManifest
from domain.batches.merge import BATCH_PATH, standing_record, unserved_record
from domain.batches.records import Record
from domain.routing import InferencePath
from lambdas.clients.run_store import RunStore
from lambdas.errors import RunCorruptError, RunNotFoundError


def read_manifest(store: RunStore, run_id: str) -> RunManifest:
    """Return the manifest of a run.

    Raises:
        RunNotFoundError: There is no such run.
        RunCorruptError: The object is not a manifest.
    """
    key = RunKeys(run_id).manifest
    try:
        return RunManifest.from_json(store.need(key))
    except ValueError as error:
        raise RunCorruptError(f"s3://{store.bucket}/{key}: {error}") from error


def read_part(store: RunStore, manifest: RunManifest, part: str) -> list[InputFile]:
    """Return the inputs of a part.

    Raises:
        RunNotFoundError: The part is not there.
        RunCorruptError: A line of it is not an input.
    """
    key = ListingKeys(manifest.parts_prefix).part(part)
    try:
        return [InputFile.from_line(line) for line in lines_of(store.need(key))]
    except ValueError as error:
        raise RunCorruptError(f"s3://{store.bucket}/{key}: {error}") from error


def standing_records(store: RunStore, manifest: RunManifest) -> Iterator[Record]:
    """Yield the records of :func:`standing_inputs` alone."""
    return (record for _, record in standing_inputs(store, manifest))


def standing_inputs(store: RunStore, manifest: RunManifest) -> Iterator[tuple[InputFile, Record]]:
    """Yield each input with its record as it stands before batch, in the order of the listing; a part at a time.

    Raises:
        RunNotFoundError: A part has no records although an endpoint should have made them.
        RunCorruptError: The records of a part are not those of its inputs.
    """
    for part in manifest.parts():
        files = read_part(store, manifest, part)
        records = _served_records(store, manifest, part)
        if records is None:
            records = [unserved_record(file, manifest) for file in files]
        if [record.key for record in records] != [file.key for file in files]:
            key = RunKeys(manifest.run_id).results_of(part)
            raise RunCorruptError(f"s3://{store.bucket}/{key} does not hold one record for each input of part {part}")
        for file, record in zip(files, records, strict=True):
            yield file, standing_record(file, record, manifest)


def _served_records(store: RunStore, manifest: RunManifest, part: str) -> list[Record] | None:
    """Return what ``predict`` stored for a part; ``None`` where it may have stored nothing."""
    if manifest.path is BATCH_PATH:
        return None
    key = RunKeys(manifest.run_id).results_of(part)
    data = store.read(key)
    if data is None and manifest.path is InferencePath.INFERENCE_COMPONENTS:
        return None  # the component never woke up: the state machine caught ComponentNoCapacityError
    if data is None:
        raise RunNotFoundError(f"s3://{store.bucket}/{key} is not there: part {part} was never served")
    try:
        return [Record.from_line(line) for line in lines_of(data)]
    except ValueError as error:
        raise RunCorruptError(f"s3://{store.bucket}/{key}: {error}") from error


def lines_of(data: bytes) -> Iterator[bytes]:
    """Yield the lines of JSON lines; only a newline ends one, as keys may hold other separators."""
    return (line for line in data.split(b"\n") if line)
