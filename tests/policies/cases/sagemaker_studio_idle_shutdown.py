"""Fixtures of sagemaker-studio-idle-shutdown."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def domain(lab: object, editor: object) -> Case:
    def app(state: object) -> dict[str, object]:
        return {"appLifecycleManagement": {"idleSettings": {"lifecycleManagement": state}}}

    return aws(
        "sagemaker/domain",
        defaultUserSettings={"jupyterLabAppSettings": app(lab), "codeEditorAppSettings": app(editor)},
    )


ON = "ENABLED"
STATE = "appLifecycleManagement.idleSettings.lifecycleManagement"
CASES = Cases(
    passes=[domain(ON, ON)],
    fails=[
        domain("DISABLED", ON).but((f"defaultUserSettings.jupyterLabAppSettings.{STATE} is DISABLED",)),
        domain(ON, None).but((f"defaultUserSettings.codeEditorAppSettings.{STATE} is missing",)),
    ],
    not_applicable=[],
    unknown=[domain(U, ON)],
    always_applicable=True,
)
