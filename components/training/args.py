"""What the training theme is made of: its settings, what every theme shares, and what other themes give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components.foundation import Foundation
from components.settings.training import TrainingSettings
from domain.naming import regional_name


@dataclass(frozen=True, kw_only=True)
class TrainingArgs:
    """Inputs.

    Attributes:
        settings: The theme's settings; both images are set.
        foundation: What every theme needs, with the layer of models.
        project: Project name; names that cannot be generated start with it.
        tags: Tags of what runs make: jobs, models, endpoints.
        signing_key_arn: Key that signs packages; ``None`` when they are not signed.
        http_alarm_names: Alarms over the candidate of the HTTP API; ``None`` when the stack has none.
    """

    settings: TrainingSettings
    foundation: Foundation
    project: str
    tags: Mapping[str, str]
    signing_key_arn: pulumi.Input[str] | None = None
    http_alarm_names: Sequence[pulumi.Input[str]] | None = None

    def name(self, resource: str) -> str:
        """A name that must be the stack's own within its account."""
        base = self.foundation.args
        return regional_name(self.project, base.environment, base.account.region, resource)

    @property
    def images(self) -> tuple[str, str]:
        """Image of the job, and of a deployed model.

        Raises:
            ValueError: One is missing: the settings' own check says so before this can happen.
        """
        training, serving = self.settings.job.image_uri, self.settings.deployment.image_uri
        if training is None or serving is None:
            raise ValueError("job.image_uri or deployment.image_uri is None; accepted: images in ECR")
        return training, serving

    @property
    def endpoint_name(self) -> str | None:
        """Endpoint that models are deployed to."""
        wanted = self.settings.deployment.endpoint.kind != "none"
        return self.name(f"{self.settings.model}-endpoint") if wanted else None
