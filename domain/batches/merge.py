"""How the record of a file comes together: what its part says, then what batch says."""

from dataclasses import replace

from domain.batches.batch import JobOutcome
from domain.batches.manifest import InputFile, RunManifest
from domain.batches.records import FallbackReason, FileErrorCode, Record, Status, deferred, failed, parse_prediction
from domain.limits import Verdict, admit
from domain.routing import InferencePath

BATCH_PATH = InferencePath.BATCH_TRANSFORM


def unserved_record(file: InputFile, manifest: RunManifest) -> Record:
    """Return the record of a file that no function served: all files of a batch run, or of a part without capacity."""
    if file.refused is not None:
        return failed(file.key, file.refused["code"], file.refused["message"])
    if manifest.path is BATCH_PATH:
        return Record(key=file.key, status=Status.DEFERRED)
    return deferred(file.key, FallbackReason.COMPONENT_NO_CAPACITY, path=manifest.path.value)


def standing_record(file: InputFile, record: Record, manifest: RunManifest) -> Record:
    """Return ``record``, or an error in its place when it waits for batch and is larger than batch takes."""
    if record.status is not Status.DEFERRED:
        return record
    admission = admit(BATCH_PATH, file.key, file.size, manifest.batch_max_bytes)
    if admission.verdict is Verdict.SERVE:
        return record
    return failed(file.key, admission.code, admission.message, fallback_reason=record.fallback_reason)


def batch_record(waiting: Record, output: bytes | None, job: JobOutcome) -> Record:
    """Return the final record of a file that waited for batch; why it went there, and its calls before, are kept."""
    served = replace(waiting, path=BATCH_PATH.value, status=Status.ERROR)
    if output is None:
        ended = f"transform job {job.job} ended as {job.status}"
        reason = f": {job.failure_reason}" if job.failure_reason else ""
        message = f"{ended} without an output for {waiting.key}{reason}"
        return replace(served, error={"code": FileErrorCode.BATCH_OUTPUT_MISSING.value, "message": message})
    try:
        prediction = parse_prediction(output)
    except ValueError as error:
        return replace(served, error={"code": FileErrorCode.INVALID_PREDICTION.value, "message": str(error)})
    return replace(served, status=Status.OK, prediction=prediction)
