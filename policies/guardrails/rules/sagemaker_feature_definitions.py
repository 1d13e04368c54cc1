"""The features of a group are of kinds that the feature store knows, and the two special ones are among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws import sagemaker, service_model
from guardrails.aws.service_model import Choice, Limits
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

FEATURE: Final[Limits] = {"featureType": Choice("sagemaker", "FeatureType", ("Integral", "Fractional", "String"))}
TAKEN: Final = frozenset({"is_deleted", "write_time", "api_invocation_time"})

RULE = Rule(
    id="sagemaker-feature-definitions",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(sagemaker.FEATURE_GROUP,),
    summary="A feature group defines its record identifier and its event time among features of known types.",
    cause="SageMaker rejects the feature group.",
    remedy="define both features; types are Integral, Fractional and String, an event time is no Integral",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateFeatureGroup.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A list with an unknown feature may hold what seems to lack."""
    definitions = resource["featureDefinitions"]
    features: dict[str | None, Props] = {}
    for feature in definitions.each():
        yield from service_model.refused(feature, FEATURE)
        name = feature["featureName"].text() or feature.path
        if name in TAKEN or name in features:
            why = "the store keeps for itself" if name in TAKEN else "another feature has"
            yield violation(feature["featureName"], f"is {name}, which {why}")
        features[name] = feature
    if not definitions.unknown and not any(feature["featureName"].unknown for feature in features.values()):
        for key in ("recordIdentifierFeatureName", "eventTimeFeatureName"):
            if resource[key].text() not in {None, *features}:
                yield violation(resource[key], f"is {resource[key].show()}, which is not among the features")
    yield from _time(resource, features)


def _time(resource: Resource, features: Mapping[str | None, Props]) -> Iterator[Finding]:
    feature = features.get(resource["eventTimeFeatureName"].text())
    if feature is not None and feature["featureType"].text() == "Integral":
        yield violation(feature["featureType"], "is Integral, for an event time")
