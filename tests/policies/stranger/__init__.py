"""A corpus of plain mistakes and sound stacks, as a stranger to the pack would write it.

It was written from AWS's documents, CIS, AWS FSBP, checkov, cdk-nag, AWSGuard and prowler, without a look at the rules,
their README or their fixtures: what it measures is how the pack does on resources that its authors have not seen. Each
mistake has a sound twin that differs in that one thing; further stacks are sound in forms that are odd but legal, or as
plain as most people write them. ``second`` and ``ordinary`` were added after the first repairs.
``tests/policies/test_stranger.py`` judges them all, in an update and in a preview, against the pack's aims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.policies.stranger import (
    encryption,
    iam,
    iam_people,
    logging,
    logging_places,
    network,
    network_machines,
    ordinary,
    public,
    public_places,
    sagemaker,
    sagemaker_models,
    second,
    second_models,
    second_reach,
    second_ways,
    serverless,
)
from tests.policies.stranger.build import Case

AREAS: dict[str, tuple[Callable[[], Iterator[Case]], ...]] = {
    "iam": (iam.cases, iam_people.cases, second.iam),
    "encryption": (encryption.cases, second.encryption, ordinary.encryption),
    "lambda": (serverless.cases, second_reach.lambda_, ordinary.functions),
    "public": (public.cases, public_places.cases, second_reach.public),
    "sagemaker": (sagemaker.cases, sagemaker_models.cases, second_models.cases, ordinary.others),
    "logging": (logging.account, logging_places.cases, logging.odd_but_sound, second_ways.logging, ordinary.logs),
    "network": (network.cases, network_machines.cases, second_ways.network, ordinary.networks),
}

CASES: tuple[Case, ...] = tuple(
    replace(case, area=area) for area, parts in AREAS.items() for part in parts for case in part()
)
