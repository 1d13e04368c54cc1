"""Fixtures of sagemaker-endpoint-limits."""

from __future__ import annotations

from guardrails.aws import sagemaker_limits

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

ENDPOINT_CONFIG = "sagemaker/endpointConfiguration"


def scaling(least: object, most: object) -> Case:
    sizes = {"minInstanceCount": least, "maxInstanceCount": most}
    return aws(ENDPOINT_CONFIG, productionVariants=[{"managedInstanceScaling": sizes}])


EDGES = [
    at_the_edges(aws(ENDPOINT_CONFIG, productionVariants=[]), sagemaker_limits.CONFIG),
    at_the_edges(aws(ENDPOINT_CONFIG, productionVariants=[{}]), sagemaker_limits.VARIANT, "productionVariants.0"),
    at_the_edges(aws("sagemaker/endpoint", endpointConfigName=U), sagemaker_limits.ENDPOINT),
    at_the_edges(aws("sagemaker/notebookInstance", roleArn=U), sagemaker_limits.NOTEBOOK),
]
CASES = Cases(
    passes=[*[case for passes, _ in EDGES for case in passes], scaling(2.0, 2.0)],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        scaling(3.0, 2.0).but(
            ("productionVariants[0].managedInstanceScaling.minInstanceCount is 3, above maxInstanceCount 2",)
        ),
    ],
    not_applicable=[],
    unknown=[scaling(U, 2.0), scaling(2.0, U)],
    always_applicable=True,
)
