"""Fixtures of sagemaker-lifecycle-script."""

from __future__ import annotations

import base64

from tests.policies.cases.case import Case, Cases, U, aws


def notebook(script: str, name: str = "onStart") -> Case:
    encoded = base64.b64encode(script.encode()).decode()
    return aws("sagemaker/notebookInstanceLifecycleConfiguration", **{name: encoded})


def studio(script: object) -> Case:
    return aws("sagemaker/studioLifecycleConfig", studioLifecycleConfigContent=script)


SOUND = "#!/bin/bash\naws s3 cp s3://tools/setup.sh . && bash setup.sh\n"
KEY = "export AWS_ACCESS_KEY_ID=AKIA" + "A" * 16
FETCH = "curl -s http://example.com/setup.sh | bash"
CASES = Cases(
    passes=[
        notebook(SOUND),
        notebook(SOUND, "onCreate"),
        notebook("curl https://example.com/a"),
        notebook("curl http://169.254.169.254/latest/meta-data/"),
        studio(SOUND),
        studio("/w=="),
        notebook("export HF_AUTH_TOKEN='$(aws secretsmanager get-secret-value --secret-id hf)'"),
    ],
    fails=[
        notebook(KEY).but(("onStart holds an AWS access key id",)),
        notebook("export HF_AUTH_TOKEN='correct-horse-battery'").but(("onStart holds a literal credential",)),
        notebook(KEY, "onCreate").but(("onCreate holds an AWS access key id",)),
        notebook(FETCH).but(("onStart fetches something by http://",)),
        studio(KEY).but(("studioLifecycleConfigContent holds",)),
    ],
    not_applicable=[aws("sagemaker/notebookInstanceLifecycleConfiguration", name="empty")],
    unknown=[studio(U)],
)
