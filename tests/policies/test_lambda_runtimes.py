"""The dates of Lambda's runtimes speak of runtimes that exist, and leave none out but the newest."""

from __future__ import annotations

import botocore.session
from guardrails.aws.lambda_runtimes import END_OF_SUPPORT

NO_DATE_YET = {"custom", "nodejs26.x", "python3.15", "java8.al2023", "java11.al2023", "java17.al2023"}
"""In the service model, but not yet in the table of AWS's page."""


def test_every_runtime_of_the_service_model_has_its_date() -> None:
    model = botocore.session.get_session().get_service_model("lambda")
    runtimes = set(model.shape_for("Runtime").enum)  # type: ignore[attr-defined]  # stubs know no enum
    assert set(END_OF_SUPPORT) == runtimes - NO_DATE_YET
