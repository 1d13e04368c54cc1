"""A corpus of plain mistakes and sound stacks, as a stranger to the pack would write it.

It was written from AWS's documents, CIS, AWS FSBP, checkov, cdk-nag, AWSGuard and prowler, without a look at the rules,
their README or their fixtures: what it measures is how the pack does on resources that its authors have not seen. Each
mistake has a sound twin that differs in that one thing; further stacks are sound in forms that are odd but legal.
``tests/policies/test_stranger.py`` judges them all, in an update and in a preview, against the pack's aims.
"""

from __future__ import annotations

from dataclasses import replace

from tests.policies.stranger import encryption, iam, logging, network, public, sagemaker, serverless
from tests.policies.stranger.build import Case

AREAS = {
    "iam": iam,
    "encryption": encryption,
    "lambda": serverless,
    "public": public,
    "sagemaker": sagemaker,
    "logging": logging,
    "network": network,
}

CASES: tuple[Case, ...] = tuple(replace(case, area=area) for area, module in AREAS.items() for case in module.cases())
