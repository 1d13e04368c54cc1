"""What a tier has in the secondary: key and buckets always, foundation and inference where functions run there.

Key and buckets are the standby's own, so that nothing of them changes when the rest comes or goes with the tier.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pulumi

from components.base import PlatformComponent
from components.foundation import Foundation, FoundationArgs
from components.foundation.bucket import SecureBucket
from components.foundation.component import DataVault, access_log_bucket, artifact_bucket, stack_grants
from components.foundation.key import CustomerKey, CustomerKeyArgs
from components.inference import Inference, InferenceArgs, ModelFile
from components.settings import InferenceSettings


@dataclass(frozen=True, kw_only=True)
class StandbyArgs:
    """Inputs.

    Attributes:
        foundation: The foundation of the secondary; its account has that Region.
        inference: Inference settings of the secondary; ``None`` while nothing runs there.
        model: The checked model archive.
    """

    foundation: FoundationArgs
    inference: InferenceSettings | None
    model: ModelFile


class Standby(PlatformComponent):
    """The secondary, below a provider of its Region."""

    key_arn: pulumi.Output[str]
    run_bucket: pulumi.Output[str]
    run_bucket_arn: pulumi.Output[str]

    def __init__(self, name: str, args: StandbyArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"region": args.foundation.account.region, "runs": args.inference is not None}, opts)
        self.args = args
        vault = self._vault()
        self.foundation: Foundation | None = None
        self.inference: Inference | None = None
        if args.inference is not None:
            base = replace(args.foundation, vault=vault)
            self.foundation = Foundation(self.child_name("base"), base, opts=self.child())
            inference = InferenceArgs(settings=args.inference, foundation=self.foundation, model=args.model)
            self.inference = Inference(self.child_name("inference"), inference, opts=self.child())
        self.key_arn, self.run_bucket, self.run_bucket_arn = vault.key_arn, vault.run_bucket, vault.run_bucket_arn
        self.finish()

    def _vault(self) -> DataVault:
        base = self.args.foundation
        key = CustomerKeyArgs(
            account=base.account, alias=base.scope, grants=stack_grants(base), protect=base.settings.protect_data
        )
        key_arn = CustomerKey(self.child_name("key"), key, opts=self.child()).arn
        logs = SecureBucket(self.child_name("access-logs"), access_log_bucket(base), opts=self.child())
        runs = SecureBucket(self.child_name("runs"), artifact_bucket(base, key_arn, logs.bucket), opts=self.child())
        return DataVault(key_arn=key_arn, run_bucket=runs.bucket, run_bucket_arn=runs.arn)
