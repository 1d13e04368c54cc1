"""Claims work for an epoch, and commits its one result: the two writes that the fence stands on.

The conditions are those of ``domain.resilience.may_claim`` and ``may_commit``; a property test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.resilience import Outcome, Work, WorkState, committed_by, done_bucket, may_claim, may_commit, work_id
from lambdas.clients.work_ledger import WorkLedger
from lambdas.work.conditional import Change, Meaning, Sight, settle
from lambdas.work.rows import parse_work

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:UpdateItem",),
    "key": ("kms:Decrypt",),
}


@dataclass(frozen=True)
class Claim:
    """One attempt at a piece of work: the fencing token of everything that it does."""

    key: str
    epoch: int
    attempt: int


class WorkChanges:
    """Changes work."""

    def __init__(self, client: Any, table: str, ledger: WorkLedger) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region, without retries) on ``table``; ``ledger`` reads back."""
        self._client = client
        self._table = table
        self._ledger = ledger

    def claim(self, claim: Claim, *, region: str, now_ms: int) -> Change[Work]:
        """Claim work for an attempt; from then on no earlier claim can commit.

        Args:
            claim: The attempt.
            region: Region that runs it.
            now_ms: When, in milliseconds since 1970.

        Returns:
            ``done`` says that the attempt holds the work, also when another call of the same attempt was first: what
            follows, a start under the attempt's own name, is the same start.

        Raises:
            LedgerUnknownError: Whether it is claimed cannot be known: start nothing.
            ClientError: The ledger refused the call itself.
        """

        def judge(found: Work | None) -> Sight:
            if found is None:
                return Sight.OVERTAKEN
            if found.state is WorkState.CLAIMED and (found.epoch, found.attempt) == (claim.epoch, claim.attempt):
                return Sight.MADE
            return Sight.PENDING if may_claim(found, claim.epoch, claim.attempt).ok else Sight.OVERTAKEN

        return self._settle(
            claim,
            judge,
            "SET #state = :claimed, epoch = :epoch, attempt = :attempt, #region = :region, claimed_at_ms = :now",
            "#state <> :done AND (epoch < :epoch OR (epoch = :epoch AND attempt < :attempt))",
            {
                ":claimed": {"S": WorkState.CLAIMED.value},
                ":done": {"S": WorkState.DONE.value},
                ":region": {"S": region},
                ":now": {"N": str(now_ms)},
            },
        )

    def commit(self, claim: Claim, outcome: Outcome, result: str, *, now_ms: int) -> Change[Work]:
        """Commit the result of an attempt, unless a later one claimed the work or there is a result already.

        The input leaves with it: its hash still tells the same work from other work, and old days are removed by size.

        Args:
            claim: The attempt.
            outcome: Whether there is a prediction.
            result: JSON text.
            now_ms: When, in milliseconds since 1970.

        Returns:
            ``done`` says that the result of this attempt stands, also when an earlier delivery committed it.

        Raises:
            LedgerUnknownError: Whether it is committed cannot be known: ask again.
            ClientError: The ledger refused the call itself.
        """

        def judge(found: Work | None) -> Sight:
            if found is None:
                return Sight.OVERTAKEN
            if committed_by(found, claim.epoch, claim.attempt):
                return Sight.MADE
            return Sight.PENDING if may_commit(found, claim.epoch, claim.attempt).ok else Sight.OVERTAKEN

        return self._settle(
            claim,
            judge,
            "SET #state = :done, outcome = :outcome, #result = :result, #bucket = :bucket, at_ms = :now REMOVE #input",
            "#state = :claimed AND epoch = :epoch AND attempt = :attempt",
            {
                ":claimed": {"S": WorkState.CLAIMED.value},
                ":done": {"S": WorkState.DONE.value},
                ":outcome": {"S": outcome.value},
                ":result": {"S": result},
                ":bucket": {"S": done_bucket(now_ms)},
                ":now": {"N": str(now_ms)},
            },
        )

    def _settle(self, claim: Claim, judge: Any, update: str, condition: str, values: Mapping[str, Any]) -> Change[Work]:
        words = {f"#{name}": name for name in ("state", "region", "result", "input", "bucket")}

        def write() -> Mapping[str, Any]:
            answer: Mapping[str, Any] = self._client.update_item(
                TableName=self._table,
                Key={"id": {"S": work_id(claim.key)}},
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeNames={short: name for short, name in words.items() if short in update + condition},
                ExpressionAttributeValues={
                    ":epoch": {"N": str(claim.epoch)},
                    ":attempt": {"N": str(claim.attempt)},
                    **values,
                },
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
            return answer

        meaning = Meaning(f"work {claim.key!r}", parse_work, lambda: self._ledger.read(claim.key), judge)
        return settle(write, meaning)
