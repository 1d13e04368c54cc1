"""Theme A: inference over files, four paths."""

from components.inference.component import Inference, InferenceArgs
from components.inference.model_file import ModelFile, checked_model

__all__ = ["Inference", "InferenceArgs", "ModelFile", "checked_model"]
