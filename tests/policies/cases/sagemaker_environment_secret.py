"""Fixtures of sagemaker-environment-secret."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def model(name: str, value: object) -> Case:
    return aws("sagemaker/model", primaryContainer={"image": "i", "environment": {name: value}})


def training(value: str) -> Case:
    return aws("sagemaker/trainingJob", environment={"API_KEY": value})


def quality(value: str) -> Case:
    return aws("sagemaker/dataQualityJobDefinition", dataQualityAppSpecification={"environment": {"API_KEY": value}})


ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:a"
WORD = "correct-horse"  # what a person would write
WHERE = "primaryContainer.environment."
NAMES = ("DB_PASSWORD", "HUGGING_FACE_HUB_TOKEN", "OPENAI_API_KEY", "AWS_SECRET_ACCESS_KEY", "password")
SHAPES = ("AKIA" + "A" * 16, "hf_" + "a" * 34, "ghp_" + "a" * 36, "xoxb-" + "1" * 24, "-----BEGIN RSA PRIVATE KEY-----")
CASES = Cases(
    passes=[
        *[model(name, ARN) for name in NAMES],
        model("MODE", "production"),
        model("TOKENIZER_PATH", WORD),
        model("MAX_TOKENS", "4096"),
        model("API_KEY", "/team/api-key"),
        model("API_KEY", "12345678"),
        model("API_KEY", "unset"),
        model("API_KEY", "secrets"),
        model("API_KEY", U),
        training(ARN),
        quality(ARN),
    ],
    fails=[
        *[model(name, WORD).but((f"{WHERE}{name} holds a literal credential",)) for name in NAMES],
        *[model("MODE", shape).but((f"{WHERE}MODE holds a",)) for shape in SHAPES],
        model("API_KEY", "secrets!").but((f"{WHERE}API_KEY holds",)),
        training(WORD).but(("environment.API_KEY holds",)),
        quality(WORD).but(("dataQualityAppSpecification.environment.API_KEY holds",)),
    ],
    not_applicable=[aws("sagemaker/model", primaryContainer={"image": "i"})],
    unknown=[aws("sagemaker/model", primaryContainer={"environment": U})],
)
