"""Fixtures of sagemaker-names."""

from __future__ import annotations

from guardrails.aws import sagemaker_names

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.edges import at_the_edges

CONFIG = aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.m5.large"}])
GROUP = aws("sagemaker/featureGroup", featureDefinitions=[{"featureType": "String"}])
EDGES = [
    *(at_the_edges(Case(token, {"tags": {}}), limits) for token, limits in sagemaker_names.NAMES.items()),
    at_the_edges(CONFIG, sagemaker_names.VARIANT, "productionVariants.0"),
    at_the_edges(GROUP, sagemaker_names.FEATURE, "featureDefinitions.0"),
]
MODEL = aws("sagemaker/model", name="fraud-v3", executionRoleArn=U)
STRANGE = "which holds characters that AWS does not accept there"

CASES = Cases(
    passes=[
        *[case for passes, _ in EDGES for case in passes],
        MODEL,
        MODEL.but(name="a--b"),
        MODEL.but(name=None),
        aws("sagemaker/domain", domainName="team-a"),
        aws("sagemaker/notebookInstance", name="Lab-1"),
        aws("sagemaker/pipeline", pipelineName="fraud-training"),
        aws("sagemaker/featureGroup", featureGroupName="card_payments", featureDefinitions=[]),
    ],
    fails=[
        *[case for _, fails in EDGES for case in fails],
        MODEL.but((f"name is fraud_v3, {STRANGE}",), name="fraud_v3"),
        MODEL.but((f"name is fraud-, {STRANGE}",), name="fraud-"),
        aws("sagemaker/domain", (f"domainName is team a, {STRANGE}",), domainName="team a"),
        aws("sagemaker/notebookInstance", (f"name is Lab_1, {STRANGE}",), name="Lab_1"),
        aws("sagemaker/pipeline", (f"pipelineName is fraud_training, {STRANGE}",), pipelineName="fraud_training"),
    ],
    not_applicable=[],
    unknown=[MODEL.but(name=U), GROUP.but(featureDefinitions=U)],
    always_applicable=True,
)
