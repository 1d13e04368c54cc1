"""Rules over more than one setting of the delivery theme; what names mean to GitHub is the domain's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from components.settings.clash import Clash, Rule
from components.settings.delivery import REGION
from components.settings.stack import Settings
from domain.checks import refuse
from domain.delivery.subjects import branch_name, environment_name, parse_repository, workflow_file

BASE: Final = "delivery"
ENABLED: Final = f"{BASE}.enabled"


def repository(settings: Settings) -> Iterator[Clash]:
    """One repository, named exactly, with both ids or none."""
    theme = settings.delivery
    if not theme.enabled:
        return
    if theme.repository is None:
        yield Clash(
            f"{BASE}.repository",
            "is missing; a role that any repository may take is no role",
            (ENABLED,),
            "octo-org/inference-platform",
        )
        return
    try:
        parse_repository(theme.repository)
    except ValueError as error:
        yield Clash(f"{BASE}.repository", f"is refused: {error}", (ENABLED,), "octo-org/inference-platform")
    if (theme.owner_id is None) != (theme.repository_id is None):
        missing = "owner_id" if theme.owner_id is None else "repository_id"
        yield Clash(
            f"{BASE}.{missing}",
            "is missing; a subject with ids carries both (`gh api repos/OWNER/NAME --jq .owner.id,.id`)",
            (f"{BASE}.owner_id", f"{BASE}.repository_id", ENABLED),
            "123456",
        )
    elif theme.accept_names and theme.owner_id is None:
        yield Clash(
            f"{BASE}.accept_names",
            "is true, but there are no ids; accepted: false, or owner_id and repository_id",
            (f"{BASE}.owner_id", ENABLED),
            "false",
        )


def names(settings: Settings) -> Iterator[Clash]:
    """Branch, environments, workflows and Regions are exact, and two environments are two."""
    theme = settings.delivery
    if not theme.enabled:
        return
    checks = [
        ("branch", branch_name, theme.branch),
        ("staging_environment", environment_name, theme.staging_environment),
        ("production_environment", environment_name, theme.production_environment),
        *(("workflows", workflow_file, name) for name in theme.workflows),
        *(("extra_regions", _region, name) for name in theme.extra_regions),
    ]
    for setting, check, value in checks:
        try:
            check(value)
        except ValueError as error:
            yield Clash(f"{BASE}.{setting}", f"is refused: {error}", (ENABLED,))
    if theme.staging_environment.lower() == theme.production_environment.lower():
        yield Clash(
            f"{BASE}.production_environment",
            f"is {theme.production_environment}, staging's too: one subject would open both roles; accepted: another",
            (f"{BASE}.staging_environment", ENABLED),
            "production",
        )


def provider(settings: Settings) -> Iterator[Clash]:
    """An existing provider is named or looked up, not both."""
    theme = settings.delivery
    if theme.enabled and theme.existing_provider and theme.provider_arn is not None:
        yield Clash(
            f"{BASE}.existing_provider",
            "is true, and provider_arn is set; accepted: one of them",
            (f"{BASE}.provider_arn", ENABLED),
            "false",
        )


def _region(name: str) -> str:
    if re.match(REGION, name) is None:
        refuse("Region", name, "the name of an AWS Region, as in eu-central-1")
    return name


RULES: tuple[Rule, ...] = (repository, names, provider)
