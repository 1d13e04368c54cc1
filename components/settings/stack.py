"""The whole configuration of a stack: its root model. Reading it from Pulumi is ``components.settings.load``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from components.settings.capacity import CapacitySettings
from components.settings.cost import CostSettings
from components.settings.delivery import DeliverySettings
from components.settings.foundation import FoundationSettings
from components.settings.inference import InferenceSettings
from components.settings.model import SettingsModel
from components.settings.prediction_api import PredictionApiSettings
from components.settings.resilience import ResilienceSettings
from components.settings.switching import SwitchingSettings
from components.settings.training import TrainingSettings

NAMESPACE = "inference-platform"
"""Project name, hence the namespace of every key."""

TAG_VALUE = r"^[A-Za-z0-9 _.:/=+@-]{1,256}$"
"""https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"""


class Settings(SettingsModel):
    """Every setting of a stack. Everything is off by default."""

    environment: Literal["sandbox", "staging", "prod"] = Field(
        default="sandbox", description="What the stack is for; `prod` has stricter rules, `sandbox` looser ones."
    )
    owner: str = Field(
        default="unassigned",
        pattern=TAG_VALUE,
        examples=["ml-platform"],
        description="Team that answers for the stack (tag Owner).",
    )
    cost_center: str = Field(
        default="unassigned",
        pattern=TAG_VALUE,
        examples=["cc-1234"],
        description="Who pays for the stack (tag CostCenter).",
    )
    foundation: FoundationSettings = Field(
        default=FoundationSettings(), description="Key, buckets, access point, network, alarms: what every theme needs."
    )
    inference: InferenceSettings = Field(
        default=InferenceSettings(), description="Theme A: inference over files, four paths."
    )
    cost: CostSettings = Field(
        default=CostSettings(), description="Theme B: schedules, billing alarms, auto-stop, overrides."
    )

    training: TrainingSettings = Field(
        default=TrainingSettings(), description="Theme: train, judge, register and deploy a model."
    )
    prediction_api: PredictionApiSettings = Field(
        default=PredictionApiSettings(), description="Theme: predictions over HTTP, by Lambda behind API Gateway."
    )
    capacity: CapacitySettings = Field(
        default=CapacitySettings(), description="Theme: more scaling, what is bought of Bedrock, Lambda's concurrency."
    )
    switching: SwitchingSettings = Field(
        default=SwitchingSettings(), description="Theme: one model behind several patterns, and a live switch."
    )
    resilience: ResilienceSettings = Field(
        default=ResilienceSettings(), description="Theme: a second Region, and which of the two acts."
    )
    delivery: DeliverySettings = Field(
        default=DeliverySettings(), description="Theme: who may deploy from GitHub, and where states are kept."
    )

    def tags(self) -> dict[str, str]:
        """Tags that every taggable resource carries."""
        return {
            "Project": NAMESPACE,
            "Environment": self.environment,
            "Owner": self.owner,
            "CostCenter": self.cost_center,
            "ManagedBy": "pulumi",
        }

    @property
    def needs_foundation(self) -> bool:
        """Whether a theme is on that has data, functions or alarms in the stack's own Region."""
        themes = (self.inference, self.switching, self.cost.auto_stop, self.resilience)
        return self.runs_models or any(theme.enabled for theme in themes)

    @property
    def signs_packages(self) -> bool:
        """Whether packages are signed, and verified before they are loaded."""
        return self.training.enabled and self.training.signing

    @property
    def runs_models(self) -> bool:
        """Whether a theme is on whose functions run models themselves."""
        return self.training.enabled or self.prediction_api.enabled

    @property
    def any_theme_enabled(self) -> bool:
        """Whether anything at all is to be built."""
        return self.needs_foundation or self.capacity.enabled or self.cost.enabled or self.delivery.enabled
