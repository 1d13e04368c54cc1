"""Fixtures of sagemaker-serverless-model."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

MODEL = aws("sagemaker/model", called="model", name="m", primaryContainer={"image": "i"})
PARTS = aws("sagemaker/model", called="model", name="m", containers=[{"image": "i"}])
VARIANT = {"modelName": "m", "serverlessConfig": {"maxConcurrency": 1.0}}
CONFIG = aws("sagemaker/endpointConfiguration", called="config", productionVariants=[VARIANT])
ON_INSTANCES = CONFIG.but(productionVariants=[{"modelName": "m", "instanceType": "ml.m5.large"}])

CASES = Cases(
    passes=[
        stack(MODEL, CONFIG),
        stack(PARTS, CONFIG),
        stack(MODEL.but(primaryContainer={"image": "i", "mode": "SingleModel"}), CONFIG),
    ],
    fails=[
        stack(MODEL.but(vpcConfig=U), CONFIG, names=("model: vpcConfig is set",)),
        stack(MODEL.but(enableNetworkIsolation=True), CONFIG, names=("model: enableNetworkIsolation is true",)),
        stack(PARTS.but(containers=[{"image": "i"}, {"image": "j"}]), CONFIG, names=("model: containers has 2",)),
        stack(
            MODEL.but(primaryContainer={"image": "i", "mode": "MultiModel"}),
            CONFIG,
            names=("model: primaryContainer.mode is MultiModel",),
        ),
        stack(
            MODEL.but(primaryContainer={"image": "i", "modelDataSource": U}),
            CONFIG,
            names=("model: primaryContainer.modelDataSource is set, and a serverless variant",),
        ),
    ],
    not_applicable=[stack(MODEL.but(vpcConfig=U), ON_INSTANCES), stack(MODEL)],
    unknown=[
        stack(MODEL.but(primaryContainer=U), CONFIG),
        stack(MODEL.but(enableNetworkIsolation=U), CONFIG),
    ],
)
