"""Fixtures of ec2-instance-metadata."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TOKENS = aws("ec2/instance", metadataOptions={"httpTokens": "required", "httpEndpoint": "enabled"})

CASES = Cases(
    passes=[
        TOKENS,
        TOKENS.but(metadataOptions={"httpTokens": "required"}),
        TOKENS.but(metadataOptions={"httpTokens": "optional", "httpEndpoint": "disabled"}),
        aws("ec2/launchTemplate", metadataOptions={"httpTokens": "required"}),
        aws("ec2/launchConfiguration", metadataOptions={"httpTokens": "required"}),
        aws("ec2/spotInstanceRequest", metadataOptions={"httpTokens": "required"}),
    ],
    fails=[
        TOKENS.but(
            ("metadataOptions.httpTokens is optional",),
            metadataOptions={"httpTokens": "optional", "httpEndpoint": "enabled"},
        ),
        TOKENS.but(("metadataOptions.httpTokens is not set",), metadataOptions={"httpEndpoint": "enabled"}),
        TOKENS.but(("metadataOptions.httpTokens is not set",), metadataOptions=None),
        aws("ec2/launchConfiguration", ("metadataOptions.httpTokens is not set",)),
        aws("ec2/launchTemplate", ("metadataOptions.httpTokens is not set",)),
    ],
    not_applicable=[],
    unknown=[TOKENS.but(metadataOptions=U), TOKENS.but(metadataOptions={"httpTokens": U})],
    always_applicable=True,
)
