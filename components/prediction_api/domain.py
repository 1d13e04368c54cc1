"""A host name of one's own for the API: certificate, mapping, and the record where the zone is known."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent

TLS = "TLS_1_2"


@dataclass(frozen=True, kw_only=True)
class CustomDomainArgs:
    """Inputs.

    Attributes:
        host: The name.
        certificate_arn: Certificate of the name, in the stack's Region.
        base_path: First part of the path, or ``None``.
        zone_id: Hosted zone in which the record is made, or ``None``.
        api_id: The API.
        stage_name: Its stage, which exists.
    """

    host: str
    certificate_arn: str
    base_path: str | None
    zone_id: str | None
    api_id: pulumi.Input[str]
    stage_name: pulumi.Input[str]


class CustomDomain(PlatformComponent):
    """The name, and what it points to."""

    target: pulumi.Output[str]
    url: pulumi.Output[str]

    def __init__(self, name: str, args: CustomDomainArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"host": args.host}, opts)
        domain = aws.apigateway.DomainName(
            name,
            domain_name=args.host,
            regional_certificate_arn=args.certificate_arn,
            endpoint_configuration=aws.apigateway.DomainNameEndpointConfigurationArgs(types="REGIONAL"),
            security_policy=TLS,
            opts=self.child(),
        )
        mapping = aws.apigateway.BasePathMapping(
            self.child_name("mapping"),
            domain_name=domain.domain_name,
            rest_api=args.api_id,
            stage_name=args.stage_name,
            base_path=args.base_path,
            opts=self.child(),
        )
        if args.zone_id is not None:
            self._record(domain, args.zone_id)
        self.target = domain.regional_domain_name
        path = f"/{args.base_path}" if args.base_path else ""
        # The address works once the mapping exists.
        self.url = mapping.id.apply(lambda _: f"https://{args.host}{path}")
        self.finish()

    def _record(self, domain: aws.apigateway.DomainName, zone_id: str) -> None:
        aws.route53.Record(
            self.child_name("record"),
            zone_id=zone_id,
            name=domain.domain_name,
            type="A",
            aliases=[
                aws.route53.RecordAliasArgs(
                    name=domain.regional_domain_name,
                    zone_id=domain.regional_zone_id,
                    evaluate_target_health=False,  # there is one target: to fail over from it leads nowhere
                )
            ],
            opts=self.child(),
        )
