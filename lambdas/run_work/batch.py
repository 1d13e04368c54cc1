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

from lambdas.bounded import bounded_map
from lambdas.clients.callbacks import Callbacks
from lambdas.errors import PlatformError
from lambdas.run_work.records import PoisonRecordError, Record, started_of
from lambdas.run_work.run import Ended, Running
from lambdas.telemetry import log

POISON: Final = "poison"
NOT_OURS: Final = "not_ours"
INVALID_WORK: Final = "InvalidWork"


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
            return NOT_OURS if started is None else self.running(started, ends_s).value
        except PoisonRecordError as error:
            return self._poison(record, error)
        except (PlatformError, ClientError, BotoCoreError) as error:
            log().warning("a record comes again", extra={"sequence": record.sequence, "error": str(error)})
            return Ended.LATER.value

    def _poison(self, record: Record, error: PoisonRecordError) -> str:
        """A row that cannot be read ends its task; it would hold up the stream until it expires."""
        log().error("a row cannot be read", extra={"sequence": record.sequence, "error": str(error)})
        try:
            if error.token:
                self.callbacks.fail(error.token, INVALID_WORK, str(error))
        except (ClientError, BotoCoreError) as unanswered:
            log().warning("its task is not answered", extra={"sequence": record.sequence, "error": str(unanswered)})
            return Ended.LATER.value
        return POISON
