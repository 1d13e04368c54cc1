"""Writes which Region acts, in place of the version that was looked at."""

from collections.abc import Mapping
from typing import Any, Final

from domain.resilience import Lease
from lambdas.clients.region_lease import RegionLease
from lambdas.work.conditional import Change, Meaning, Sight, settle
from lambdas.work.rows import lease_item, parse_lease

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": ("dynamodb:PutItem",),
    "key": ("kms:Decrypt",),
}


class LeaseChanges:
    """Changes the lease."""

    def __init__(self, client: Any, table: str, leases: RegionLease) -> None:
        """Use ``client`` (DynamoDB, in the ledger's Region, without retries) on ``table``; ``leases`` reads back."""
        self._client = client
        self._table = table
        self._leases = leases

    def replace(self, lease: Lease) -> Change[Lease]:
        """Put a lease in place of the version before it.

        Raises:
            LedgerUnknownError: Whether it stands cannot be known: act on nothing, look again.
            ClientError: The ledger refused the call itself.
        """

        def judge(found: Lease | None) -> Sight:
            if found == lease:
                return Sight.MADE
            return Sight.PENDING if (found.version if found else 0) < lease.version else Sight.OVERTAKEN

        change = settle(lambda: self._put(lease), Meaning("the lease", parse_lease, self._leases.read, judge))
        return Change(done=True, found=lease) if change.done else change

    def _put(self, lease: Lease) -> Mapping[str, Any]:
        before = lease.version - 1
        condition: dict[str, Any] = (
            {
                "ConditionExpression": "version = :before",
                "ExpressionAttributeValues": {":before": {"N": str(before)}},
            }
            if before
            else {"ConditionExpression": "attribute_not_exists(id)"}
        )
        answer: Mapping[str, Any] = self._client.put_item(
            TableName=self._table,
            Item=lease_item(lease),
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
            **condition,
        )
        return answer
