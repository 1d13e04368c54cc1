"""Fixtures of the family no-public-access."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CASES = {
    "lambda-function-url-auth": Cases(
        passes=[aws("lambda/functionUrl", authorizationType="AWS_IAM")],
        fails=[aws("lambda/functionUrl", ("authorizationType is NONE",), authorizationType="NONE", functionName=U)],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/functionUrl", authorizationType=U)],
    ),
    "lambda-permission-public": Cases(
        passes=[
            aws("lambda/permission", principal="events.amazonaws.com", sourceArn=U),
            aws("lambda/permission", principal="*", principalOrgId="o-abcdef1234"),
        ],
        fails=[
            aws("lambda/permission", ('principal is "*"',), principal="*", function=U),
            aws(
                "lambda/permission",
                ("functionUrlAuthType is NONE", "principal"),
                principal="*",
                functionUrlAuthType="NONE",
            ),
        ],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/permission", principal=U)],
    ),
}
