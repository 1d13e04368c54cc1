"""What a role may call of Bedrock: exactly the models of the switch, and those behind an inference profile.

A profile needs a grant on itself and one on its model in each Region that it leads to; the latter is held to calls that
came through the profile. Which Regions these are, AWS changes, so the grant leaves them open.
https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi

from components.foundation.account import Account
from components.settings.switching import SwitchPatternSettings
from components.switching.targets import SwitchTargets
from domain.bedrock.models import behind

THROUGH: Final = "bedrock:InferenceProfileArn"
"""Condition key: the profile that a call of a model came through."""


@dataclass(frozen=True, kw_only=True)
class BedrockCall:
    """How a pattern's model is called, and what for that is granted.

    Attributes:
        model: What the call names: an id, or an ARN.
        priced_as: Model id that prices are found by; ``None`` where its tokens are not billed.
        grants: ARNs by kind of resource.
        conditions: Condition elements by kind.
    """

    model: pulumi.Input[str]
    priced_as: str | None
    grants: Mapping[str, Sequence[pulumi.Input[str]]]
    conditions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def on_demand(option: SwitchPatternSettings, account: Account, targets: SwitchTargets) -> BedrockCall:
    """A model by tokens: itself, through a system-defined profile, or through one of the stack."""
    if option.profile is not None:
        profile = targets.profile(option)
        return _through(account, profile.arn, profile.arn, behind(profile.source))
    if option.model is None:
        raise ValueError("option has neither model nor profile; accepted: one of them")
    model = behind(option.model)
    if model == option.model:
        arn = f"arn:{account.partition}:bedrock:{account.region}::foundation-model/{model}"
        return BedrockCall(model=model, priced_as=model, grants={"foundation_model": [arn]})
    return _through(account, option.model, account.arn("bedrock", f"inference-profile/{option.model}"), model)


def provisioned(option: SwitchPatternSettings, targets: SwitchTargets) -> BedrockCall:
    """Model units that are bought."""
    arn = targets.provisioned_model(option).arn
    return BedrockCall(model=arn, priced_as=None, grants={"provisioned_model": [arn]})


def _through(account: Account, called: pulumi.Input[str], profile: pulumi.Input[str], model: str) -> BedrockCall:
    return BedrockCall(
        model=called,
        priced_as=model,
        grants={
            "inference_profile": [profile],
            "foundation_model": [f"arn:{account.partition}:bedrock:*::foundation-model/{model}"],
        },
        conditions={"foundation_model": {"StringEquals": {THROUGH: [profile]}}},
    )
