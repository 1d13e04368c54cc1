"""Fixtures of sagemaker-container-isolation."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TRAINING = aws("sagemaker/trainingJob", trainingJobName="t", enableNetworkIsolation=True)
DEFINITION = {"roleArn": U, "vpcConfig": U}
TUNING = aws("sagemaker/hyperParameterTuningJob", trainingJobDefinition=DEFINITION)
EMPTY = aws("sagemaker/hyperParameterTuningJob", config=U)
VPC = {"subnets": [U], "securityGroupIds": [U]}

MODEL = aws("sagemaker/model", primaryContainer={"image": "i"}, vpcConfig=VPC, enableNetworkIsolation=True)
MANY = aws("sagemaker/model", primaryContainer={"image": "i", "mode": "MultiModel"}, enableNetworkIsolation=True)
PIPELINE = aws("sagemaker/model", containers=[{"image": "i"}, {"image": "j"}], enableNetworkIsolation=True)
FOUND = ("enableNetworkIsolation is not true",)
OFF = {"enableNetworkIsolation": None}
CASES = Cases(
    passes=[
        MODEL,
        MANY,
        PIPELINE,
        TRAINING,
        TUNING.but(trainingJobDefinition={**DEFINITION, "enableNetworkIsolation": True}),
    ],
    fails=[
        *[case.but(FOUND, **OFF) for case in (MODEL, MANY, PIPELINE, TRAINING)],
        MODEL.but(FOUND, enableNetworkIsolation=False),
        TUNING.but(("trainingJobDefinition.enableNetworkIsolation is not true",)),
    ],
    not_applicable=[
        aws("sagemaker/model", name="of-a-package"),
        EMPTY,
        MODEL.but(vpcConfig=None, **OFF),
        MODEL.but(vpcConfig=None, enableNetworkIsolation=False),
        MODEL.but(vpcConfig=None, primaryContainer={"image": "i", "mode": "SingleModel"}, **OFF),
    ],
    unknown=[MODEL.but(enableNetworkIsolation=U), TRAINING.but(enableNetworkIsolation=U)],
)
