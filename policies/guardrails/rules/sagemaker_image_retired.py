"""A built-in algorithm's image is one that AWS keeps, not the first XGBoost of 2017."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws.sagemaker_images import IMAGE_TYPES, images
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable, violation

ACCOUNTS: Final = frozenset(
    {
        "382416733822", "404615174143", "174872318107", "438346466558", "664544806723", "351501993468",
        "455444449433", "286214385809", "501404015308", "306986355934", "867004704886", "991648021394", "628508329040",
        "475088953585", "544295431143", "951798379941", "106583098589", "469771592824", "390948362332", "387376663083",
        "813361260812", "680994064768", "669576153137", "257386234256", "104374241257", "685385470294", "644912444149",
        "749696950732", "272398656194", "249704162688", "855470959533", "811284229777", "825641698319", "237065988967",
        "226302683700", "632365934929", "433757028032",
    }
)  # fmt: skip
"""AWS's accounts with the first images (https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html)."""

_OLD: Final = re.compile(r"(\d{12})\.dkr\.ecr\.[^/]+/xgboost(?:[:@]|$)")

RULE = Rule(
    id="sagemaker-image-retired",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=IMAGE_TYPES,
    summary="No image is AWS's first XGBoost (0.72), whose place later versions took in other registries.",
    cause="The image has a version without fixes, or the pull fails where the account does not have it.",
    remedy="name the repository sagemaker-xgboost of AWS's newer account in the Region, with a version such as 1.7-1",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost-previous-versions.html",
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A team's own repository may be called xgboost too, so the account counts."""
    found = False
    for image, _ in images(resource):
        found = True
        name = _OLD.match(image.text() or "")
        if name is not None and name[1] in ACCOUNTS:
            yield violation(image, f"is xgboost in AWS's old registry {name[1]}")
    if not found:
        yield not_applicable("it names no image, as what comes from a model package or an algorithm")
