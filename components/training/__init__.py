"""Theme: train, judge, register and deploy a model."""

from components.training.component import Training, TrainingArgs

__all__ = ["Training", "TrainingArgs"]
