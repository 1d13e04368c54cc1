"""What is kept of Bedrock: model units by the hour, and profiles under which calls on demand are counted.

A purchase with a commitment is protected: a destroy or a replacement is refused here, because AWS refuses it before the
commitment ends (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteProvisionedModelThroughput.html).
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.settings.capacity import InferenceProfileSettings
from components.settings.capacity_plan import PlannedThroughput
from domain.bedrock.commitments import Commitment
from domain.bedrock.models import GEOGRAPHIES
from domain.naming import regional_name

ACCEPTED_TAG = "AcceptedMonthlyUsd"
"""Tag of a purchase: the dollars a month that somebody accepted. The policy pack asks for it."""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What the names of model units are made of."""

    account: Account
    project: str
    environment: str

    def of(self, resource: str) -> str:
        """A name that is unique in account and Region, and says whose it is."""
        return regional_name(self.project, self.environment, self.account.region, resource)


class ProvisionedThroughput(PlatformComponent):
    """Model units that somebody accepted to pay for."""

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, planned: PlannedThroughput, naming: Naming, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        given, committed = planned.settings, planned.commitment is not Commitment.NONE
        super().__init__(name, {"monthlyUsd": round(planned.cost.usd, 2), "commitment": planned.commitment.value}, opts)
        pulumi.log.info(f"Bedrock provisioned throughput {planned.describe()}", resource=self)
        made = aws.bedrock.ProvisionedModelThroughput(
            name,
            provisioned_model_name=naming.of(name),
            model_arn=model_arn(naming.account, given.model_id),
            model_units=given.units,
            commitment_duration=given.commitment,
            tags={ACCEPTED_TAG: f"{given.accept_monthly_usd:.2f}"},
            # Units of one name exist once, and two of them at a time would both be billed.
            opts=self.child(protect=True if committed else None, delete_before_replace=True),
        )
        self.arn = made.provisioned_model_arn
        self.finish()


class InferenceProfile(PlatformComponent):
    """A name of the stack's own for a model or a cross-Region profile of AWS."""

    arn: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        given: InferenceProfileSettings,
        account: Account,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, {"source": given.source}, opts)
        made = aws.bedrock.InferenceProfile(
            name,
            description=given.description,
            model_source=aws.bedrock.InferenceProfileModelSourceArgs(copy_from=source_arn(account, given.source)),
            opts=self.child(),
        )
        self.arn = made.arn
        self.finish()


def model_arn(account: Account, model_id: str) -> str:
    """ARN of a model: a foundation model is nobody's, so its ARN has no account; a custom one is named by its own."""
    if model_id.startswith("arn:"):
        return model_id
    return f"arn:{account.partition}:bedrock:{account.region}::foundation-model/{model_id}"


def source_arn(account: Account, source: str) -> str:
    """ARN of what a profile is made from: a foundation model, or a profile of AWS, whose ARN names the account."""
    if source.startswith(GEOGRAPHIES):
        return account.arn("bedrock", f"inference-profile/{source}")
    return model_arn(account, source)
