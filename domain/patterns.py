"""The patterns that a model can be served by: one list, so that advice, settings, metrics and switch say the same."""

from enum import StrEnum
from typing import Final


class Pattern(StrEnum):
    """A way of answering one request."""

    LAMBDA_ON_DEMAND = "lambda_on_demand"
    BEDROCK_PROVISIONED = "bedrock_provisioned"
    BEDROCK_ON_DEMAND = "bedrock_on_demand"
    SAGEMAKER_REALTIME = "sagemaker_realtime"
    SAGEMAKER_SERVERLESS = "sagemaker_serverless"
    SAGEMAKER_ASYNC = "sagemaker_async"
    INFERENCE_COMPONENTS = "inference_components"


TITLES: Final = {
    Pattern.LAMBDA_ON_DEMAND: "Lambda, on demand",
    Pattern.BEDROCK_PROVISIONED: "Bedrock, provisioned throughput",
    Pattern.BEDROCK_ON_DEMAND: "Bedrock, on demand",
    Pattern.SAGEMAKER_REALTIME: "SageMaker, real-time endpoint",
    Pattern.SAGEMAKER_SERVERLESS: "SageMaker, serverless endpoint",
    Pattern.SAGEMAKER_ASYNC: "SageMaker, asynchronous endpoint",
    Pattern.INFERENCE_COMPONENTS: "SageMaker, inference components",
}
"""What people read."""

BEDROCK: Final = frozenset({Pattern.BEDROCK_PROVISIONED, Pattern.BEDROCK_ON_DEMAND})
"""Foundation models, billed by tokens or by model units."""
SYNCHRONOUS: Final = frozenset(Pattern) - {Pattern.SAGEMAKER_ASYNC}
"""Those whose answer comes with the request."""
