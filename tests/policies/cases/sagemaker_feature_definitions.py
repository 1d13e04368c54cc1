"""Fixtures of sagemaker-feature-definitions."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def group(*features: tuple[object, object], identifier: object = "card", time: object = "paid_at") -> Case:
    return aws(
        "sagemaker/featureGroup",
        featureGroupName="payments",
        roleArn="arn:aws:iam::123456789012:role/features",
        recordIdentifierFeatureName=identifier,
        eventTimeFeatureName=time,
        featureDefinitions=[{"featureName": name, "featureType": kind} for name, kind in features],
        onlineStoreConfig={"enableOnlineStore": True},
    )


CARD, TIME, AMOUNT = ("card", "String"), ("paid_at", "String"), ("amount", "Fractional")

CASES = Cases(
    passes=[
        group(CARD, TIME, AMOUNT),
        group(CARD, ("paid_at", "Fractional")),
        group(("card", "Integral"), TIME, ("count", "Integral")),
    ],
    fails=[
        group(("card", "Text"), TIME, AMOUNT).but(
            ("featureDefinitions[0].featureType is Text; accepted: Integral, Fractional, String",)
        ),
        group(CARD, TIME, ("write_time", "Fractional")).but(
            ("featureDefinitions[2].featureName is write_time, which the store keeps for itself",)
        ),
        group(CARD, TIME, ("is_deleted", "Fractional")).but(
            ("featureDefinitions[2].featureName is is_deleted, which the store keeps for itself",)
        ),
        group(CARD, TIME, ("api_invocation_time", "Fractional")).but(
            ("featureDefinitions[2].featureName is api_invocation_time, which the store keeps for itself",)
        ),
        group(CARD, TIME, ("card", "Fractional")).but(
            ("featureDefinitions[2].featureName is card, which another feature has",)
        ),
        group(CARD, TIME, AMOUNT, identifier="id").but(
            ("recordIdentifierFeatureName is id, which is not among the features",)
        ),
        group(CARD, TIME, AMOUNT, time="time").but(("eventTimeFeatureName is time, which is not among the features",)),
        group(CARD, ("paid_at", "Integral")).but(("featureDefinitions[1].featureType is Integral, for an event time",)),
    ],
    not_applicable=[],
    unknown=[
        group(CARD, TIME, (U, "String"), identifier="id"),
        group(CARD, TIME, (U, "String"), (U, "String")),
        group(CARD, TIME, identifier=U),
        group(CARD, TIME, time=U),
        group().but(featureDefinitions=U),
        group(("card", U), TIME),
    ],
    always_applicable=True,
)
