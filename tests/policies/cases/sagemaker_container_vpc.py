"""Fixtures of sagemaker-container-vpc."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TRAINING = aws("sagemaker/trainingJob", trainingJobName="t", enableNetworkIsolation=True)
DEFINITION = {"roleArn": U, "vpcConfig": U}
TUNING = aws("sagemaker/hyperParameterTuningJob", trainingJobDefinition=DEFINITION)
EMPTY = aws("sagemaker/hyperParameterTuningJob", config=U)
VPC = {"subnets": [U], "securityGroupIds": [U]}

MODEL = aws("sagemaker/model", primaryContainer={"image": "i"}, vpcConfig=VPC, enableNetworkIsolation=True)
QUALITY = aws("sagemaker/dataQualityJobDefinition", networkConfig={"enableNetworkIsolation": True, "vpcConfig": VPC})
CASES = Cases(
    passes=[MODEL, TRAINING.but(vpcConfig=U), TUNING, QUALITY],
    fails=[
        MODEL.but(("vpcConfig is not set",), vpcConfig=None),
        TRAINING.but(("vpcConfig is not set",)),
        TUNING.but(("trainingJobDefinition.vpcConfig is not set",), trainingJobDefinition={"roleArn": U}),
        QUALITY.but(("networkConfig.vpcConfig is not set",), networkConfig={"enableNetworkIsolation": True}),
    ],
    not_applicable=[EMPTY, MODEL.but(vpcConfig=None, enableNetworkIsolation=None)],
    unknown=[MODEL.but(vpcConfig=None, enableNetworkIsolation=U)],
)
