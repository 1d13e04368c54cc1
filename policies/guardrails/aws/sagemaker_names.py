"""How long SageMaker's names may be and what they are made of, by type and property.

Source: the service model; https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from guardrails.aws import sagemaker, sagemaker_jobs
from guardrails.aws.scale_to_zero import ENDPOINT
from guardrails.aws.service_model import Limits, Text

_text = partial(Text, "sagemaker")
_DASHED: Final = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"
_FEATURE: Final = _text("FeatureName", 1, 64, "[a-zA-Z0-9]([-_]*[a-zA-Z0-9]){0,63}")

VARIANT: Final[Limits] = {
    "variantName": _text("VariantName", 0, 63, _DASHED),
    "modelName": _text("ModelName", 0, 63, r"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"),
}
FEATURE: Final[Limits] = {"featureName": _FEATURE}
NAMES: Final[Mapping[str, Limits]] = {
    sagemaker.MODEL: {"name": VARIANT["modelName"]},
    sagemaker.ENDPOINT_CONFIG: {"name": _text("EndpointConfigName", 0, 63, _DASHED)},
    ENDPOINT: {"name": _text("EndpointName", 0, 63, _DASHED)},
    sagemaker.NOTEBOOK: {"name": _text("NotebookInstanceName", 0, 63, "[a-zA-Z0-9](-*[a-zA-Z0-9])*")},
    sagemaker.DOMAIN: {"domainName": _text("DomainName", 0, 63, _DASHED)},
    sagemaker.USER_PROFILE: {"userProfileName": _text("UserProfileName", 0, 63, _DASHED)},
    sagemaker.FEATURE_GROUP: {
        "featureGroupName": _text("FeatureGroupName", 1, 64, "[a-zA-Z0-9]([_-]*[a-zA-Z0-9]){0,63}"),
        "recordIdentifierFeatureName": _FEATURE,
        "eventTimeFeatureName": _FEATURE,
    },
    sagemaker_jobs.SCHEDULE: {"name": _text("MonitoringScheduleName", 1, 63, _DASHED)},
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": {"modelPackageGroupName": _text("EntityName", 1, 63, _DASHED)},
    "aws:sagemaker/pipeline:Pipeline": {
        "pipelineName": _text("PipelineName", 1, 256, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,255}"),
    },
}
