"""Environment of ``judge_model``: what every step has."""

from lambdas.pipeline.step import VARIABLES
from lambdas.pipeline.step import StepSettings as Settings

__all__ = ["VARIABLES", "Settings"]
