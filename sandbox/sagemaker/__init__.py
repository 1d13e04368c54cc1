"""SageMaker on this machine: endpoints and transform jobs that really load a model and run it."""

from sandbox.sagemaker.runtime import RuntimeService
from sandbox.sagemaker.service import SageMakerService

__all__ = ["RuntimeService", "SageMakerService"]
