"""The component that declares a tier is the one that the rules look at, with the figures that they read."""

from __future__ import annotations

import pytest
from guardrails.aws import recovery

from domain.resilience.tiers import TIERS

pytestmark = pytest.mark.xdist_group("pulumi_aws")


def test_the_rules_look_at_the_theme_s_own_component() -> None:
    from components.base import output_names
    from components.resilience.component import Resilience

    assert Resilience.token == recovery.COMPONENT
    assert {"tier", recovery.RTO, recovery.RPO} <= set(output_names(Resilience))


def test_the_rules_allow_what_the_tiers_promise() -> None:
    assert recovery.DEFAULTS[recovery.RTO] == {number: tier.rto_s for number, tier in TIERS.items()}
    assert recovery.DEFAULTS[recovery.RPO] == {number: tier.rpo_s for number, tier in TIERS.items()}
