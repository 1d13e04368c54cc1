"""Fixtures of sagemaker-training-network."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TRAINING = aws("sagemaker/trainingJob", trainingJobName="t", enableNetworkIsolation=True)
DEFINITION = {"roleArn": U, "vpcConfig": U}
TUNING = aws("sagemaker/hyperParameterTuningJob", trainingJobDefinition=DEFINITION)
EMPTY = aws("sagemaker/hyperParameterTuningJob", config=U)
VPC = {"subnets": [U], "securityGroupIds": [U]}

FOUND = "enableNetworkIsolation is not true and vpcConfig is not set"
CASES = Cases(
    passes=[
        TRAINING,
        TRAINING.but(enableNetworkIsolation=None, vpcConfig=VPC),
        TRAINING.but(enableNetworkIsolation=False, vpcConfig=VPC),
        TRAINING.but(enableNetworkIsolation=U, vpcConfig=U),
        TUNING,
    ],
    fails=[
        TRAINING.but((FOUND,), enableNetworkIsolation=None),
        TRAINING.but((FOUND,), enableNetworkIsolation=False),
        TUNING.but((f"trainingJobDefinition.{FOUND}",), trainingJobDefinition={"roleArn": U}),
    ],
    not_applicable=[EMPTY],
    unknown=[TRAINING.but(enableNetworkIsolation=U)],
)
