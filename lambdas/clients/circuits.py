"""Keeps the state of the circuits: Powertools' store on the switch's table, which goes on alone when that fails.

Powertools' own store forgets a circuit that it could not write: with the table out of reach no circuit would ever open,
and every request would pay the pattern's time limit (docs/decisions, the record of the router's circuits).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from aws_lambda_powertools.utilities.circuit_breaker import CircuitState
from aws_lambda_powertools.utilities.circuit_breaker.persistence import CircuitBreakerDynamoDBPersistence
from aws_lambda_powertools.utilities.circuit_breaker.persistence.record import CircuitStateRecord
from botocore.exceptions import BotoCoreError, ClientError

from lambdas.telemetry import log

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"),
    "key": ("kms:Decrypt",),
}

PREFIX: Final = "circuit#"
ALONE_S: Final = 10.0
"""How long an environment leaves a table alone that failed it, so that a table that hangs costs one request in many."""
_FAILED: Final = (BotoCoreError, ClientError)


def circuit_name(pattern: str) -> str:
    """The item of a pattern's circuit."""
    return f"{PREFIX}{pattern}"


class CircuitStore(CircuitBreakerDynamoDBPersistence):
    """Powertools' store, with what could not be written kept by this environment.

    A circuit that this environment opened and could not write is its own until it closed it again: it decides alone
    who probes, so with the table out of reach each environment probes once an interval.

    An open circuit is not read again before somebody may probe: until then only a last resort that was answered changes
    it, and during an outage a request reads no more of the table than before.

    Args:
        client: DynamoDB, with short time limits.
        table: The switch's table; its hash key is `id`, its time to live `expires_at`.
        recovery_s: Seconds that a circuit stays open.
        clock: Seconds since 1970.
    """

    def __init__(self, client: Any, table: str, recovery_s: int, clock: Callable[[], float]) -> None:
        super().__init__(table_name=table, boto3_client=client, key_attr="id", expiry_attr="expires_at")
        self._recovery_s = recovery_s
        self._clock = clock
        self._unwritten: dict[str, CircuitStateRecord] = {}
        self._read: dict[str, CircuitStateRecord | None] = {}
        self._alone_until = 0.0

    def _get_record(self, name: str) -> CircuitStateRecord | None:
        own = self._unwritten.get(name)
        if own is not None and (self.alone or own.state is not CircuitState.CLOSED):
            return own
        self._unwritten.pop(name, None)  # closed, and the table is there again: what the others say counts
        if not self.alone and not self._still_open(self._read.get(name)):
            try:
                self._read[name] = super()._get_record(name)
            except _FAILED as error:
                self.leave_alone("read", error)
        return self._read.get(name)

    def _put_record(
        self, record: CircuitStateRecord, condition: str | None = None, expected_opened_at: int | None = None
    ) -> None:
        if record.name in self._unwritten or self.alone:
            self._unwritten[record.name] = record
            return
        try:
            super()._put_record(record, condition, expected_opened_at)
        except _FAILED as error:
            self.leave_alone("written", error)
            self._unwritten[record.name] = record

    def _update_record(self, record: CircuitStateRecord) -> None:
        own = record.name in self._unwritten
        if not self.alone:
            try:
                super()._update_record(record)
            except _FAILED as error:
                self.leave_alone("written", error)
            else:
                self._unwritten.pop(record.name, None)
                self._read[record.name] = record
                return
        if own and record.state is CircuitState.CLOSED:
            del self._unwritten[record.name]  # the table still says what it said before this environment's own circuit
        else:
            self._unwritten[record.name] = record

    def _still_open(self, record: CircuitStateRecord | None) -> bool:
        """Whether a circuit is open and nobody may probe yet."""
        if record is None or record.state is not CircuitState.OPEN or record.opened_at is None:
            return False
        return self._clock() < record.opened_at + self._recovery_s

    @property
    def alone(self) -> bool:
        """Whether the table failed a short while ago, and is not to be asked."""
        return self._clock() < self._alone_until

    def leave_alone(self, what: str, error: Exception) -> None:
        """Ask nothing of the table for a while.

        Args:
            what: What it could not be: read, written.
            error: Why.
        """
        self._alone_until = self._clock() + ALONE_S
        text = "the switch's table cannot be %s; this environment goes on alone for %d s"
        log().warning(text, what, ALONE_S, extra={"table": self.table_name, "error": str(error)})
