"""Fixtures of ec2-user-data-secret."""

from __future__ import annotations

import base64

from tests.policies.cases.case import Cases, U, aws

SCRIPT = "#!/bin/bash\nexport DB_PASSWORD=$(aws ssm get-parameter --name /shop/db --with-decryption)\n"
LEAK = '#!/bin/bash\nexport DB_PASSWORD="correct-horse-battery"\n'
TOKEN = "curl -H ghp_" + "a1" * 18 + " https://example.com"


def coded(script: str) -> str:
    return base64.b64encode(script.encode()).decode()


SOUND = aws("ec2/instance", userData=SCRIPT)
TEMPLATE = aws("ec2/launchTemplate", userData=coded(SCRIPT))
CODED = aws("ec2/launchConfiguration", userDataBase64=coded(SCRIPT))

CASES = Cases(
    passes=[aws("ec2/spotInstanceRequest", userData=SCRIPT), SOUND, TEMPLATE, CODED, SOUND.but(userData="/w==")],
    fails=[
        SOUND.but(("userData holds a literal credential",), userData=LEAK),
        SOUND.but(("userData holds a GitHub token",), userData=TOKEN),
        TEMPLATE.but(("userData holds a literal credential",), userData=coded(LEAK)),
        CODED.but(("userDataBase64 holds a literal credential",), userDataBase64=coded(LEAK)),
    ],
    not_applicable=[aws("ec2/instance", ami="ami-1")],
    unknown=[SOUND.but(userData=U)],
)
