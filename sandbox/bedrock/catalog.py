"""Which foundation models and system inference profiles there are: pure.

Models and the days of their lifecycle are `domain.bedrock.models`; what is added here is what callers of the API see.
A system profile carries a model id behind a geography (`us.`, `eu.`, `apac.`, `global.`):
https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html. On AWS each model has its own
profiles and regions; here every model has all of them, with the regions below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from domain.bedrock.models import MODELS, ModelFacts
from sandbox.request import ACCOUNT_ID

GEOGRAPHIES: Final[Mapping[str, tuple[str, ...]]] = {
    "us": ("us-east-1", "us-east-2", "us-west-2"),
    "eu": ("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-3"),
    "apac": ("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
}
GLOBAL: Final = "global"
_PROVIDERS: Final = {
    "ai21": "AI21 Labs",
    "amazon": "Amazon",
    "anthropic": "Anthropic",
    "cohere": "Cohere",
    "meta": "Meta",
    "mistral": "Mistral AI",
    "openai": "OpenAI",
}
# Called on demand through an inference profile only: what callers report that AWS refuses without one. That all of
# Anthropic's models since 3.5 v2 are among them is taken from those that were reported.
_PROFILE_ONLY: Final = ("anthropic.claude-", "amazon.nova-2", "amazon.nova-premier", "meta.llama4")
_EMBEDDINGS: Final = "-embed-"
NO_TEXT: Final = ("-canvas-", "-image-", "-sonic-")
"""Parts of the ids of models for pictures and speech, which are not listed here."""
_LONGEST_NAME: Final = 20


@dataclass(frozen=True, slots=True)
class SystemProfile:
    """A cross-region inference profile that AWS defines.

    Attributes:
        geography: `us`, `eu`, `apac` or `global`.
        model_id: The model that it routes to.
        regions: Where it may run.
    """

    geography: str
    model_id: str
    regions: tuple[str, ...]

    @property
    def profile_id(self) -> str:
        """Such as `us.anthropic.claude-sonnet-4-5-20250929-v1:0`."""
        return f"{self.geography}.{self.model_id}"

    def arn(self, region: str) -> str:
        """Its ARN where it is called."""
        return f"arn:aws:bedrock:{region}:{ACCOUNT_ID}:inference-profile/{self.profile_id}"

    @property
    def model_arns(self) -> tuple[str, ...]:
        """The models that it routes to; at most five, as the API's shape has it."""
        return tuple(model_arn(region, self.model_id) for region in self.regions)[:5]


def model_arn(region: str, model_id: str) -> str:
    """The ARN of a foundation model."""
    return f"arn:aws:bedrock:{region}::foundation-model/{model_id}"


def facts_of(model_id: str, on: date) -> ModelFacts | None:
    """A model that can be called on a day; None for one that is not known, or has ended by then."""
    facts = MODELS.get(model_id)
    return None if facts is None or ended(facts, on) else facts


def sold_facts(model_id: str, on: date) -> ModelFacts | None:
    """The model of an id that may carry a context length, as purchases of model units do; None as for `facts_of`."""
    known = (one for one in MODELS if model_id == one or model_id.startswith(f"{one}:"))
    return facts_of(max(known, key=len, default=model_id), on)


def ended(facts: ModelFacts, on: date) -> bool:
    """Whether a model is past its end of life."""
    return facts.eol_on is not None and on >= facts.eol_on


def is_legacy(facts: ModelFacts, on: date) -> bool:
    """Whether a model is Legacy on a day."""
    return facts.legacy_on is not None and on >= facts.legacy_on


def writes_text(model_id: str) -> bool:
    """Whether a model answers with text, so that Converse and InvokeModel are played for it."""
    return not any(part in model_id for part in (_EMBEDDINGS, *NO_TEXT))


def needs_profile(model_id: str) -> bool:
    """Whether the model is called on demand through an inference profile only."""
    return model_id.startswith(_PROFILE_ONLY)


def system_profile(profile_id: str, region: str, on: date) -> SystemProfile | None:
    """The system profile of an id, as seen from a region; None when there is none of that id there."""
    geography, _, model_id = profile_id.partition(".")
    if facts_of(model_id, on) is None or not writes_text(model_id):
        return None
    if geography == GLOBAL:
        return SystemProfile(GLOBAL, model_id, (region,))
    regions = GEOGRAPHIES.get(geography, ())
    return SystemProfile(geography, model_id, regions) if region in regions else None


def system_profiles(region: str, on: date) -> list[SystemProfile]:
    """Every system profile that a region offers."""
    ids = [f"{geography}.{model_id}" for geography in (*GEOGRAPHIES, GLOBAL) for model_id in sorted(MODELS)]
    return [found for profile_id in ids if (found := system_profile(profile_id, region, on)) is not None]


def details(facts: ModelFacts, region: str, on: date) -> dict[str, Any]:
    """A model as GetFoundationModel describes it."""
    provider = facts.model_id.partition(".")[0]
    name = facts.model_id.partition(".")[2].partition(":")[0]
    kinds = ([] if needs_profile(facts.model_id) else ["ON_DEMAND"]) + (["PROVISIONED"] if facts.sold else [])
    return {
        "modelArn": model_arn(region, facts.model_id),
        "modelId": facts.model_id,
        "modelName": name[:_LONGEST_NAME],
        "providerName": _PROVIDERS.get(provider, provider.capitalize()),
        "inputModalities": ["TEXT"],
        "outputModalities": ["EMBEDDING" if _EMBEDDINGS in facts.model_id else "TEXT"],
        "responseStreamingSupported": False,
        "customizationsSupported": [],
        "inferenceTypesSupported": kinds or ["INFERENCE_PROFILE"],
        "modelLifecycle": {"status": "LEGACY" if is_legacy(facts, on) else "ACTIVE"},
    }
