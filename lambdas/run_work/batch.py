"""Runs a batch of the stream, several records at once, and reports what is to be brought again.

Lambda goes on at the first record that is reported, so those behind it come again too, whatever became of them
(https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html); a record that was committed is
then only answered again.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import TaskError
from lambdas.bounded import bounded_map
from lambdas.clients.callbacks import Callbacks
from lambdas.errors import PlatformError
from lambdas.run_work.records import PoisonRecordError, Record, Started, started_of
from lambdas.run_work.run import Ended, Running
from lambdas.telemetry import log

POISON: Final = "poison"
NOT_OURS: Final = "not_ours"


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Runs batches.

    Attributes:
        region: The own one.
        running: Runs one piece of work.
        callbacks: Answers the tasks of rows that cannot be read.
        workers: Records under way at once.
        counted: Told how many results were committed, and how many the ledger refused.
    """

    region: str
    running: Running
    callbacks: Callbacks
    workers: int
    counted: Callable[[int, int], object]

    def __call__(self, records: Sequence[Record], ends_s: float) -> dict[str, Any]:
        """Run a batch.

        Args:
            records: In the stream's order.
            ends_s: When all must be through, in seconds of the prediction's clock.
        """
        ended = list(bounded_map(lambda record: self._one(record, ends_s), records, self.workers))
        counts = Counter(ended)
        self.counted(counts[Ended.COMMITTED.value], counts[Ended.FENCED.value])
        log().info("batch run", extra={"ended": dict(counts)})
        again = [one.sequence for one, end in zip(records, ended, strict=True) if end == Ended.LATER.value]
        return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in again]}

    def _one(self, record: Record, ends_s: float) -> str:
        """One record's end; what fails for want of an answer comes again, and takes no other record with it."""
        try:
            started = started_of(record, self.region)
            return NOT_OURS if started is None else self._run(started, ends_s)
        except PoisonRecordError as error:
            log().error("a row cannot be read", extra={"sequence": record.sequence, "error": str(error)})
            return self._failed(error.token, TaskError.INVALID_WORK, str(error), POISON)
        except (PlatformError, ClientError, BotoCoreError) as error:
            log().warning("a record comes again", extra={"sequence": record.sequence, "error": str(error)})
            return Ended.LATER.value

    def _run(self, started: Started, ends_s: float) -> str:
        """One task's end. What nobody foresaw fails its attempt: brought again it would hold up the stream for long."""
        try:
            return self.running(started, ends_s).value
        except (PlatformError, ClientError, BotoCoreError):
            raise
        except Exception as error:  # noqa: BLE001 - a bug is one attempt of one work, not ten minutes of the stream
            log().exception("an attempt failed", extra={"key": started.key})
            return self._failed(started.token, TaskError.ATTEMPT_FAILED, repr(error), Ended.FAILED.value)

    def _failed(self, token: str, error_name: str, cause: str, end: str) -> str:
        """End a task; one that cannot be answered now comes again."""
        try:
            if token:
                self.callbacks.fail(token, error_name, cause)
        except (ClientError, BotoCoreError) as error:
            log().warning("a task is not answered", extra={"error": str(error)})
            return Ended.LATER.value
        return end
