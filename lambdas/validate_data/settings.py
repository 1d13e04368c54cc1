"""Environment of ``validate_data``: what every step that reads the data has."""

from lambdas.training_run import VARIABLES
from lambdas.training_run import StepSettings as Settings

__all__ = ["VARIABLES", "Settings"]
