"""A prediction API as the platform builds one, against the recording monitor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from components.foundation import Foundation, FoundationArgs
from components.foundation.account import Account
from components.prediction_api import PredictionApi, PredictionApiArgs
from components.settings import FoundationSettings
from components.settings.prediction_api import PredictionApiSettings
from tests.components.support.harness import ACCOUNT_ID, REGION, RecordedStack, program

ACCOUNT = Account(account_id=ACCOUNT_ID, region=REGION, partition="aws")
SIGNING_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/signing"


def api_settings(**given: Any) -> PredictionApiSettings:
    """Settings of a deployed API."""
    return PredictionApiSettings.model_validate({"enabled": True, "model": "digits", **given}, strict=False)


def deployed(project: Path, *, signing_key: str | None = None, **given: Any) -> RecordedStack:
    """What the program registers for these settings."""

    def build() -> PredictionApi:
        base = FoundationArgs(
            settings=FoundationSettings(protect_data=False),
            account=ACCOUNT,
            environment="staging",
            project="inference-platform",
            root=project,
            runs_models=True,
        )
        args = PredictionApiArgs(
            settings=api_settings(**given),
            foundation=Foundation("base", base),
            model="digits",
            signing_key_arn=signing_key,
        )
        return PredictionApi("api", args)

    return program(build)


CERTIFICATE = f"arn:aws:acm:{REGION}:{ACCOUNT_ID}:certificate/01234567-89ab-cdef-0123-456789abcdef"
WEB_ACL = f"arn:aws:wafv2:{REGION}:{ACCOUNT_ID}:regional/webacl/api/01234567-89ab-cdef-0123-456789abcdef"
POOL = f"arn:aws:cognito-idp:{REGION}:{ACCOUNT_ID}:userpool/us-east-1_AbCdEfGhI"

EVERYTHING: dict[str, Any] = {
    "web_acl_arn": WEB_ACL,
    "usage_plan": {"enabled": True, "quota": 1000},
    "asynchronous": {"enabled": True},
    "rollout": {"kind": "canary"},
    "domain": {"name": "predictions.example.com", "certificate_arn": CERTIFICATE, "zone_id": "Z0123456789"},
    "slo": {"enabled": True},
}
"""All that goes together."""
