"""Fixtures of lb-listener-https."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

HTTPS = aws("lb/listener", protocol="HTTPS", port=443.0, defaultActions=[{"type": "forward"}])
HTTP = HTTPS.but(("protocol is HTTP, without a redirect to HTTPS",), protocol="HTTP")
ALB = aws("alb/listener", protocol="HTTPS", port=443.0, defaultActions=[{"type": "forward"}])


def redirect(protocol: object) -> list[object]:
    return [{"type": "redirect", "redirect": {"protocol": protocol, "statusCode": "HTTP_301"}}]


REDIRECT = HTTP.but(defaultActions=redirect("HTTPS"))

CASES = Cases(
    passes=[
        HTTPS,
        ALB,
        REDIRECT,
        HTTPS.but(protocol="TCP"),
        HTTPS.but(port=None),
        REDIRECT.but(protocol=None),
        HTTP.but(defaultActions=[{"type": "authenticate-oidc"}, *redirect("HTTPS")]),
    ],
    fails=[
        HTTP,
        HTTPS.but(HTTP.names, protocol=None),
        ALB.but(HTTP.names, protocol="HTTP"),
        REDIRECT.but(HTTP.names, defaultActions=redirect("#{protocol}")),
        REDIRECT.but(HTTP.names, defaultActions=redirect(None)),
    ],
    not_applicable=[aws("lb/listener", defaultActions=[{"type": "forward"}])],
    unknown=[
        HTTPS.but(protocol=U),
        HTTP.but(defaultActions=U),
        HTTP.but(defaultActions=redirect(U)),
    ],
)
