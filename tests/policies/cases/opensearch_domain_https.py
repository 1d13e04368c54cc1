"""Fixtures of opensearch-domain-https."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def options(https: object = True, policy: object = "Policy-Min-TLS-1-2-2019-07") -> dict[str, object]:
    return {"enforceHttps": https, "tlsSecurityPolicy": policy}


SOUND = aws("opensearch/domain", domainEndpointOptions=options())
OLD = aws("elasticsearch/domain", domainEndpointOptions=options())
HTTPS, POLICY = "domainEndpointOptions.enforceHttps is ", "domainEndpointOptions.tlsSecurityPolicy is "

CASES = Cases(
    passes=[SOUND, OLD, SOUND.but(domainEndpointOptions=options(policy="Policy-Min-TLS-1-2-PFS-2023-10"))],
    fails=[
        SOUND.but((f"{HTTPS}false",), domainEndpointOptions=options(False)),
        OLD.but((f"{HTTPS}not set",), domainEndpointOptions=options(None)),
        SOUND.but((f"{POLICY}not set",), domainEndpointOptions=options(policy=None)),
        SOUND.but((f"{POLICY}Policy-Min-TLS-1-0",), domainEndpointOptions=options(policy="Policy-Min-TLS-1-0-2019-07")),
    ],
    not_applicable=[],
    unknown=[SOUND.but(domainEndpointOptions=options(U)), SOUND.but(domainEndpointOptions=options(policy=U))],
    always_applicable=True,
)
