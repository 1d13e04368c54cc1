"""Fixtures of sagemaker-endpoint-limits."""

from __future__ import annotations

from guardrails.aws import sagemaker_limits

from tests.policies.cases.case import Case, Cases, U, aws

ENDPOINT_CONFIG = "sagemaker/endpointConfiguration"


def set_at(path: str, value: float) -> dict[str, object]:
    top, _, rest = path.partition(".")
    return {top: set_at(rest, value) if rest else value}


def config(path: str, value: float) -> Case:
    return aws(ENDPOINT_CONFIG, productionVariants=[], **set_at(path, value))


def variant(path: str, value: float) -> Case:
    return aws(ENDPOINT_CONFIG, productionVariants=[set_at(path, value)])


def endpoint(path: str, value: float) -> Case:
    return aws("sagemaker/endpoint", endpointConfigName=U, **set_at(path, value))


def notebook(path: str, value: float) -> Case:
    return aws("sagemaker/notebookInstance", roleArn=U, **set_at(path, value))


def scaling(least: object, most: object) -> Case:
    sizes = {"minInstanceCount": least, "maxInstanceCount": most}
    return aws(ENDPOINT_CONFIG, productionVariants=[{"managedInstanceScaling": sizes}])


KINDS = (
    (config, "", sagemaker_limits.CONFIG),
    (variant, "productionVariants[0].", sagemaker_limits.VARIANT),
    (endpoint, "", sagemaker_limits.ENDPOINT),
    (notebook, "", sagemaker_limits.NOTEBOOK),
)
RANGES = [(make, prefix, path, limits) for make, prefix, table in KINDS for path, limits in table.items()]
BOUND = [each for each in RANGES if each[3].most is not None]
CASES = Cases(
    passes=[
        *[make(path, limits.least) for make, _, path, limits in RANGES],
        *[make(path, limits.most or 0) for make, _, path, limits in BOUND],
        scaling(2.0, 2.0),
    ],
    fails=[
        *[
            make(path, limits.least - 1).but((f"{prefix}{path} is {limits.least - 1:g}, {limits};",))
            for make, prefix, path, limits in RANGES
        ],
        *[
            make(path, (limits.most or 0) + 1).but((f"{prefix}{path} is {(limits.most or 0) + 1:g}, outside",))
            for make, prefix, path, limits in BOUND
        ],
        scaling(3.0, 2.0).but(
            ("productionVariants[0].managedInstanceScaling.minInstanceCount is 3, above maxInstanceCount 2",)
        ),
    ],
    not_applicable=[],
    unknown=[scaling(U, 2.0), scaling(2.0, U)],
    always_applicable=True,
)
