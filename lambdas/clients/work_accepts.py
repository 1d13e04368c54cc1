"""Writes work that was accepted; who gives the same key again finds what is there."""

from collections.abc import Mapping
from typing import Any, Final

from domain.resilience import Work
from lambdas.clients.work_ledger import WorkLedger
from lambdas.work.conditional import Change, Meaning, Sight, settle
from lambdas.work.rows import parse_work, work_item

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:PutItem",),
    "key": ("kms:Decrypt",),
}


class WorkAccepts:
    """Accepts work."""

    def __init__(self, client: Any, table: str, ledger: WorkLedger) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region, without retries) on ``table``; ``ledger`` reads back."""
        self._client = client
        self._table = table
        self._ledger = ledger

    def accept(self, work: Work) -> Change[Work]:
        """Put work that nobody gave before; its state is ``accepted``.

        Returns:
            ``done`` says that it was new; else ``found`` is what was given under the key before, for ``may_accept``.

        Raises:
            LedgerUnknownError: Whether it is accepted cannot be known: give it again, under the same key.
            ClientError: The ledger refused the call itself.
        """

        def judge(found: Work | None) -> Sight:
            if found is None:
                return Sight.PENDING
            # Two callers may give the same work in the same millisecond: for both it is accepted, and dispatched once.
            return Sight.MADE if found == work else Sight.OVERTAKEN

        meaning = Meaning(f"work {work.key!r}", parse_work, lambda: self._ledger.read(work.key), judge)
        change = settle(lambda: self._put(work), meaning)
        return Change(done=True, found=work) if change.done else change

    def _put(self, work: Work) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = self._client.put_item(
            TableName=self._table,
            Item=work_item(work),
            ConditionExpression="attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
        return answer
