"""Words that SageMaker takes in a model's containers, by property.

Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

from functools import partial
from typing import Final

from guardrails.aws.service_model import Choice, Limits, Text

_choice = partial(Choice, "sagemaker")
_text = partial(Text, "sagemaker")

MODEL: Final[Limits] = {"inferenceExecutionConfig.mode": _choice("InferenceExecutionMode", ("Serial", "Direct"))}
CONTAINER: Final[Limits] = {
    "mode": _choice("ContainerMode", ("SingleModel", "MultiModel")),
    "image": _text("ContainerImage", 0, 255, r"[\S]+"),
    "containerHostname": _text("ContainerHostname", 0, 63, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"),
    "imageConfig.repositoryAccessMode": _choice("RepositoryAccessMode", ("Platform", "Vpc")),
    "multiModelConfig.modelCacheSetting": _choice("ModelCacheSetting", ("Enabled", "Disabled")),
}
SOURCE: Final[Limits] = {
    "s3DataType": _choice("S3ModelDataType", ("S3Prefix", "S3Object")),
    "compressionType": _choice("ModelCompressionType", ("None", "Gzip")),
}
