"""Fixtures of ec2-nat-without-s3-endpoint."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws, stack

NAT = aws("ec2/natGateway", called="nat", subnetId=U)
S3 = aws("ec2/vpcEndpoint", called="s3", serviceName="com.amazonaws.us-east-1.s3", vpcEndpointType="Gateway")
FOUND = ("nat: subnetId stands in a stack without a gateway endpoint for S3",)

CASES = Cases(
    passes=[
        stack(NAT, S3),
        stack(NAT, replace(NAT, name="second"), S3),
        stack(NAT, S3.but(vpcEndpointType=None)),
        stack(S3.but(vpcEndpointType="Interface")),
    ],
    fails=[
        stack(NAT, names=FOUND),
        stack(NAT, replace(NAT, name="second"), names=FOUND),
        stack(NAT, S3.but(serviceName="com.amazonaws.us-east-1.dynamodb"), names=FOUND),
        stack(NAT, S3.but(vpcEndpointType="Interface"), names=FOUND),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    unknown=[stack(NAT, S3.but(serviceName=U)), stack(NAT, S3.but(vpcEndpointType=U))],
)
