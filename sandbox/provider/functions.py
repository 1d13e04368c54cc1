"""The functions of the package that programs call: `aws.getCallerIdentity` and its like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sandbox.provider.aws import Aws
from sandbox.provider.errors import Failure, ProviderError
from sandbox.provider.policy_document import policy_document
from sandbox.provider.session import AwsSession
from sandbox.provider.values import Props

Function = Callable[[Aws, Props], Props]


def _caller_identity(aws: Aws, args: Props) -> Props:  # noqa: ARG001
    found = aws.session.identity
    return {"accountId": found["Account"], "arn": found["Arn"], "userId": found["UserId"], "id": found["Account"]}


def _region(aws: Aws, args: Props) -> Props:
    name = args.get("region") or args.get("name") or aws.region
    endpoint = args.get("endpoint") or f"ec2.{name}.{_dns_suffix(aws.session.partition(name))}"
    return {"id": name, "region": name, "name": name, "endpoint": endpoint, "description": name}


def _dns_suffix(partition: str) -> str:
    return "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"


def _partition(aws: Aws, args: Props) -> Props:  # noqa: ARG001
    suffix = _dns_suffix(aws.partition)
    backwards = ".".join(reversed(suffix.split(".")))
    return {"id": aws.partition, "partition": aws.partition, "dnsSuffix": suffix, "reverseDnsPrefix": backwards}


def _availability_zones(aws: Aws, args: Props) -> Props:
    filters = [{"Name": item["name"], "Values": item["values"]} for item in args.get("filters") or ()]
    if args.get("state"):
        filters.append({"Name": "state", "Values": [args["state"]]})
    everything = args.get("allAvailabilityZones")
    found = aws.call("ec2", "describe_availability_zones", Filters=filters, AllAvailabilityZones=everything)
    names, ids = args.get("excludeNames") or (), args.get("excludeZoneIds") or ()
    zones = sorted(
        (
            zone
            for zone in found["AvailabilityZones"]
            if zone["ZoneName"] not in names and zone.get("ZoneId") not in ids
        ),
        key=lambda zone: str(zone["ZoneName"]),
    )
    return {
        **args,
        "id": aws.region,
        "region": aws.region,
        "names": [zone["ZoneName"] for zone in zones],
        "zoneIds": [zone.get("ZoneId", "") for zone in zones],
        "groupNames": sorted({zone.get("GroupName") or aws.region for zone in zones}),
    }


def _oidc_provider(aws: Aws, args: Props) -> Props:
    """By ARN, or by URL among those of the account.

    Raises:
        ProviderError: The account has none.
    """
    wanted = str(args.get("url") or "").removeprefix("https://").rstrip("/")
    listed = aws.call("iam", "list_open_id_connect_providers")["OpenIDConnectProviderList"]
    arns = [one["Arn"] for one in listed]
    arn = next((one for one in arns if one == args.get("arn") or one.endswith(f":oidc-provider/{wanted}")), None)
    if arn is None:
        raise ProviderError(f"the account has no OIDC provider of {args.get('url') or args.get('arn')}")
    found = aws.call("iam", "get_open_id_connect_provider", OpenIDConnectProviderArn=arn)
    tags = {tag["Key"]: tag["Value"] for tag in found.get("Tags", ())}
    return {
        "id": arn,
        "arn": arn,
        "url": found["Url"],
        "clientIdLists": found.get("ClientIDList", []),
        "thumbprintLists": found.get("ThumbprintList", []),
        "tags": tags,
    }


_FUNCTIONS: Final[Mapping[str, Function]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": _oidc_provider,
    "aws:iam/getPolicyDocument:getPolicyDocument": lambda aws, args: policy_document(args),  # noqa: ARG005
}


def supported() -> tuple[str, ...]:
    """The tokens of the functions."""
    return tuple(sorted(_FUNCTIONS))


def invoke(session: AwsSession, token: str, args: Props) -> tuple[dict[str, Any], list[Failure]]:
    """The answer of the function `token`, or what is wrong with its arguments.

    Raises:
        ProviderError: There is no such function here.
    """
    function = _FUNCTIONS.get(token)
    if function is None:
        raise ProviderError(
            f"{token} is not supported by the AWS provider of this machine. It supports: {', '.join(supported())}"
        )
    return function(Aws(session, args.get("region") or session.config.region), args), []
