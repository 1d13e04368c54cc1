"""Theme: train, judge, register and deploy a model."""

from components.training.args import TrainingArgs
from components.training.component import Training

__all__ = ["Training", "TrainingArgs"]
