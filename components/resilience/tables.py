"""The theme's two tables: the ledger, which is the truth in both Regions, and the token store, which follows.

The ledger says which Region acts, and what became of each piece of work. It is a global table with multi-Region strong
consistency where the Regions lie in one set, else a table in a third Region. The token store is a plain global table.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.foundation.key import CustomerKey, CustomerKeyArgs
from components.regional_provider import regional_provider
from components.resilience.parts import Ledger, TokenStore
from components.table import TableArgs, TableIndex, TableReplica, table
from domain.resilience import Coordination

BY_BUCKET: Final = TableIndex(
    name="by_bucket", hash_key="bucket", range_key="at_ms", include=("state", "epoch", "attempt", "claimed_at_ms")
)
"""Open work, and what was done on a day; inputs of up to 100 KB are not in it."""


@dataclass(frozen=True, kw_only=True)
class WorkTablesArgs:
    """Inputs.

    Attributes:
        account: The primary.
        secondary: The other Region.
        scope: Project and environment.
        coordination: Where the ledger is.
        key_arn: Customer key in the primary.
        secondary_key_arn: Customer key in the secondary.
        protect: Whether tables and replicas are protected and kept.
    """

    account: Account
    secondary: str
    scope: str
    coordination: Coordination
    key_arn: pulumi.Input[str]
    secondary_key_arn: pulumi.Input[str]
    protect: bool


class WorkTables(PlatformComponent):
    """Ledger and token store, and how each Region asks them."""

    ledger_table: pulumi.Output[str]
    token_table: pulumi.Output[str]

    def __init__(self, name: str, args: WorkTablesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"mode": args.coordination.mode.value, "secondary": args.secondary}, opts)
        self.args = args
        self._ledger_key = args.key_arn
        self._ledger = self._ledger_of_pair() if args.coordination.arbiter is None else self._ledger_of_third()
        self._tokens = table(self.child_name("tokens"), self._token_args(), self)
        self.ledger_table = self._ledger.name
        self.token_table = self._tokens.name
        self.finish()

    def ledger(self, region: str) -> Ledger:
        """The ledger as a Region asks it: its own replica, or the arbiter's table."""
        asked = self.args.coordination.ledger_region_of(region)
        if asked == self.args.secondary:
            arn: pulumi.Input[str] = self._ledger.replicas.apply(lambda found: replica_arn(found, asked))
            return Ledger(name=self._ledger.name, region=asked, arn=arn, key_arn=self.args.secondary_key_arn)
        return Ledger(name=self._ledger.name, region=asked, arn=self._ledger.arn, key_arn=self._ledger_key)

    def tokens(self, region: str) -> TokenStore:
        """The token store's replica of a Region."""
        if region != self.args.secondary:
            made = self._tokens
            return TokenStore(name=made.name, arn=made.arn, stream_arn=made.stream_arn, key_arn=self.args.key_arn)
        found = self._tokens.replicas
        return TokenStore(
            name=self._tokens.name,
            arn=found.apply(lambda replicas: replica_arn(replicas, region)),
            stream_arn=found.apply(lambda replicas: replica_stream(replicas, region)),
            key_arn=self.args.secondary_key_arn,
        )

    def _ledger_args(self, key_arn: pulumi.Input[str]) -> TableArgs:
        return TableArgs(hash_key="id", key_arn=key_arn, protect=self.args.protect, index=BY_BUCKET)

    def _ledger_of_pair(self) -> aws.dynamodb.Table:
        there = TableReplica(region=self.args.secondary, key_arn=self.args.secondary_key_arn)
        strong = replace(
            self._ledger_args(self.args.key_arn), replicas=(there,), witness=self.args.coordination.witness
        )
        return table(self.child_name("ledger"), strong, self)

    def _ledger_of_third(self) -> aws.dynamodb.Table:
        """A table of its own in the arbiter's Region, under a key of that Region."""
        region = self.args.coordination.ledger_region_of(self.args.account.region)
        provider = regional_provider(self.child_name("arbiter"), self.args.account, region, self.child())
        args = ArbiterLedgerArgs(
            account=replace(self.args.account, region=region),
            alias=f"{self.args.scope}-ledger",
            table=self._ledger_args(""),
        )
        made = ArbiterLedger(self.child_name("ledger"), args, opts=self.child(providers=[provider]))
        self._ledger_key = made.key_arn
        return made.table

    def _token_args(self) -> TableArgs:
        return TableArgs(
            hash_key="task_id",
            ttl="ttl",
            key_arn=self.args.key_arn,
            protect=self.args.protect,
            stream=True,
            replicas=(TableReplica(region=self.args.secondary, key_arn=self.args.secondary_key_arn),),
        )


@dataclass(frozen=True, kw_only=True)
class ArbiterLedgerArgs:
    """Inputs.

    Attributes:
        account: The arbiter's Region.
        alias: Alias of the key.
        table: The table, whose key is made here.
    """

    account: Account
    alias: str
    table: TableArgs


class ArbiterLedger(PlatformComponent):
    """The ledger in a third Region, and its key."""

    key_arn: pulumi.Output[str]
    table_arn: pulumi.Output[str]

    def __init__(self, name: str, args: ArbiterLedgerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.account.region}, opts)
        key = CustomerKeyArgs(account=args.account, alias=args.alias, grants=(), protect=args.table.protect)
        self.key_arn = CustomerKey(self.child_name("key"), key, opts=self.child()).arn
        self.table = table(self.child_name("table"), replace(args.table, key_arn=self.key_arn), self)
        self.table_arn = self.table.arn
        self.finish()


def replica_arn(replicas: object, region: str) -> str:
    """ARN of a Region's replica, of what a table says about them."""
    return str(_replica(replicas, region, "arn"))


def replica_stream(replicas: object, region: str) -> str:
    """ARN of its stream."""
    return str(_replica(replicas, region, "stream_arn"))


def _replica(replicas: object, region: str, name: str) -> object:
    listed = replicas if isinstance(replicas, list) else []
    for one in listed:
        if getattr(one, "region_name", None) == region:
            return getattr(one, name)
    raise ValueError(
        f"no replica of the table is in {region}; found {[getattr(one, 'region_name', None) for one in listed]}"
    )
