"""One of each component of the theme that spans both Regions, for what holds for every component."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pulumi

from components.base import PlatformComponent
from components.foundation import Account, Foundation, FoundationArgs
from components.inference import Inference, InferenceArgs, checked_model
from components.platform_plans import planned
from components.resilience import Resilience, ResilienceArgs
from components.resilience.component import static_fingerprint
from components.resilience.pair import Running, SitePair, SitePairArgs
from components.resilience.replication import ArtifactReplication, ArtifactReplicationArgs, BucketSide
from components.resilience.standby import Standby, StandbyArgs
from components.resilience.tables import ArbiterLedger, ArbiterLedgerArgs, WorkTables, WorkTablesArgs
from components.settings.resilience_plan import TwoRegions, plan_two_regions, standby_foundation, standby_inference
from components.table import TableArgs
from tests.components.resilience.theme_support import SECONDARY, checked
from tests.components.support.harness import ACCOUNT_ID, REGION
from tests.components.support.project import TODAY

Options = pulumi.ResourceOptions | None

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
THERE = replace(ACCOUNT, region=SECONDARY)
KEY, OTHER_KEY = "arn:aws:kms:us-east-1:123456789012:key/k", "arn:aws:kms:us-east-2:123456789012:key/k"


def two_regions() -> TwoRegions:
    """The plan of the settings that these tests use.

    Raises:
        AssertionError: The theme is off.
    """
    plan = plan_two_regions(checked(), REGION)
    assert plan is not None
    return plan


def foundation_args(name: str, root: Path, account: Account = ACCOUNT) -> FoundationArgs:
    """A foundation of either Region, in a project of its own."""
    given = checked()
    chosen = given.foundation if account is ACCOUNT else standby_foundation(given)
    return FoundationArgs(settings=chosen, account=account, environment="staging", project=name, root=root)


def theme_args(name: str, project: Path) -> ResilienceArgs:
    """Everything that the theme stands on, made under a name."""
    given = checked()
    plans = planned(given, ACCOUNT, project, TODAY)
    assert plans.model is not None
    assert plans.canary is not None
    foundation = Foundation(f"{name}-base", foundation_args(name, project))
    inference = Inference(
        f"{name}-own", InferenceArgs(settings=given.inference, foundation=foundation, model=plans.model)
    )
    return ResilienceArgs(
        settings=given.resilience,
        plan=two_regions(),
        canary=plans.canary,
        foundation=foundation,
        inference=inference,
        standby_foundation=standby_foundation(given),
        standby_inference=standby_inference(given),
        standby_callers=(),
        model=plans.model,
    )


def tables_args() -> WorkTablesArgs:
    """Tables of the pair."""
    return WorkTablesArgs(
        account=ACCOUNT,
        secondary=SECONDARY,
        scope="s",
        coordination=two_regions().coordination,
        key_arn=KEY,
        secondary_key_arn=OTHER_KEY,
        protect=True,
    )


def _standby(name: str, opts: Options, project: Path) -> Standby:
    model = checked_model(project, "build/model/model.tar.gz")
    args = StandbyArgs(
        foundation=foundation_args(name, project, THERE), inference=standby_inference(checked()), model=model
    )
    return Standby(name, args, opts)


def _pair(name: str, opts: Options, project: Path) -> SitePair:
    theme = theme_args(name, project)
    args = SitePairArgs(
        settings=theme.settings,
        plan=theme.plan,
        canary=theme.canary,
        fingerprint=static_fingerprint(theme),
        tables=WorkTables(f"{name}-tables", tables_args()),
        running={REGION: Running(foundation=theme.foundation, inference=theme.inference)},
    )
    return SitePair(name, args, opts)


def _arbiter(name: str, opts: Options, _: Path) -> ArbiterLedger:
    table = TableArgs(hash_key="id", key_arn="", protect=True)
    return ArbiterLedger(name, ArbiterLedgerArgs(account=ACCOUNT, alias=name, table=table), opts)


def _replication(name: str, opts: Options, _: Path) -> ArtifactReplication:
    here = BucketSide(region=REGION, bucket="one", arn="arn:aws:s3:::one", key_arn=KEY)
    there = BucketSide(region=SECONDARY, bucket="two", arn="arn:aws:s3:::two", key_arn=OTHER_KEY)
    args = ArtifactReplicationArgs(account=ACCOUNT, source=here, target=there, timed=False, after=())
    return ArtifactReplication(name, args, opts)


CASES: dict[type[PlatformComponent], Callable[[str, Options, Path], PlatformComponent]] = {
    ArbiterLedger: _arbiter,
    ArtifactReplication: _replication,
    Resilience: lambda name, opts, project: Resilience(name, theme_args(name, project), opts),
    SitePair: _pair,
    Standby: _standby,
    WorkTables: lambda name, opts, _: WorkTables(name, tables_args(), opts),
}
