"""Fixtures of sagemaker-model-image-pinned."""

from __future__ import annotations

import json

from tests.policies.cases.case import Case, Cases, U, aws

REPOSITORY = "123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx"


def model(image: object, **more: object) -> Case:
    return aws("sagemaker/model", primaryContainer={"image": image, **more})


def component(container: object) -> Case:
    state = json.dumps({"Specification": {"Container": container}})
    return aws("cloudcontrol/resource", typeName="AWS::SageMaker::InferenceComponent", desiredState=state)


PINNED = f"{REPOSITORY}:1.4.0"
TRAINING = aws("sagemaker/trainingJob", algorithmSpecification={"trainingImage": PINNED})
TUNING = aws(
    "sagemaker/hyperParameterTuningJob",
    trainingJobDefinition={"algorithmSpecification": {"trainingImage": PINNED, "trainingInputMode": "File"}},
)

CASES = Cases(
    passes=[
        model(PINNED),
        model(f"{REPOSITORY}@sha256:{'a' * 64}"),
        aws("sagemaker/model", containers=[{"image": PINNED}, {"image": PINNED}]),
        TRAINING,
        TUNING,
        component({"Image": PINNED}),
    ],
    fails=[
        model(f"{REPOSITORY}:latest").but(("primaryContainer.image has the tag latest",)),
        model("localhost:5000/onnx").but(("primaryContainer.image has no tag",)),
        aws(
            "sagemaker/model",
            ("containers[1].image has no tag",),
            containers=[{"image": PINNED}, {"image": REPOSITORY}],
        ),
        TRAINING.but(
            ("algorithmSpecification.trainingImage has no tag",), algorithmSpecification={"trainingImage": REPOSITORY}
        ),
        TUNING.but(
            ("trainingJobDefinition.algorithmSpecification.trainingImage has no tag",),
            trainingJobDefinition={
                "algorithmSpecification": {"trainingImage": REPOSITORY, "trainingInputMode": "File"}
            },
        ),
        component({"Image": REPOSITORY}).but(("desiredState.Specification.Container.Image has no tag",)),
    ],
    not_applicable=[
        aws("sagemaker/model", primaryContainer={"modelPackageName": "m"}),
        aws("cloudcontrol/resource", typeName="AWS::Logs::LogGroup", desiredState="{}"),
        component({}),
    ],
    unknown=[model(U), aws("sagemaker/model", containers=U), TRAINING.but(algorithmSpecification=U)],
)
