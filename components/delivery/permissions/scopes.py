"""Which ARNs a grant reaches, and under which conditions: as narrow as AWS takes it for what the program names.

Pulumi names most resources after their logical name, which starts with ``platform-``; what has a fixed name starts with
project and environment. Names alone do not tell two stacks of one account apart where both are ``platform-…``: what
manages permissions or encrypts data is held to the tag ``Environment`` besides, and the boundary to it wherever a
service says what a resource's tags are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from components.settings import NAMESPACE
from domain.delivery import ISSUER

PATH: Final = "/delivery/"
"""Path of the roles and policies of the delivery theme: what a deployment must not touch is told by it."""
NAMED: Final = "platform-*"
"""Names that Pulumi makes up for this program's resources."""
FIXED: Final = f"{NAMESPACE}-{{e}}*"
"""Names that the program gives itself; ``{e}`` is the environment."""
LOG_POLICY: Final = "service-role/AmazonAPIGatewayPushToCloudWatchLogs"
"""The one managed policy that the program attaches; of AWS's own."""

GLOBAL: Final = "us-east-1"
"""Where IAM, Route 53, Budgets and Cost Explorer answer:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion"""
PROGRAM_OBJECTS: Final = ("models/", "prediction_api/openapi.json", "training/code/", "training/plans/")
"""Where the program writes objects: a look at them is no look at what people sent or what models answered."""

Conditions = Mapping[str, Mapping[str, Any]]

OURS: Final[Conditions] = {"StringEquals": {"aws:ResourceTag/Environment": "{e}"}}
NEW: Final[Conditions] = {"StringEquals": {"aws:RequestTag/Environment": "{e}"}}
PROJECT: Final[Conditions] = {"StringEquals": {"aws:ResourceTag/Project": NAMESPACE}}


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Whose permissions they are.

    Attributes:
        partition: ``aws``, ``aws-cn`` or ``aws-us-gov``.
        account_id: 12 digits.
        environment: ``environment`` of the stacks; ``*`` for any, of the role that only reads.
        regions: Where they are deployed.
    """

    partition: str
    account_id: str
    environment: str
    regions: Sequence[str]

    def filled(self, text: str) -> str:
        """A template with partition, account and environment in place."""
        return text.format(p=self.partition, a=self.account_id, e=self.environment)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """ARNs, as templates, and conditions.

    Attributes:
        arns: ``{p}``, ``{a}`` and ``{e}`` stand for partition, account and environment.
        conditions: Condition element; its values are templates too.
        regional: Whether it is held to the Regions of the stacks, for what AWS cannot hold to an ARN.
    """

    arns: tuple[str, ...]
    conditions: Conditions = field(default_factory=dict)
    regional: bool = False

    def resources(self, reach: Reach) -> list[str]:
        """The Resource element."""
        return [reach.filled(arn) for arn in self.arns]

    def condition(self, reach: Reach) -> dict[str, dict[str, Any]]:
        """The Condition element; empty for none."""
        found = {
            operator: {
                key: reach.filled(value) if isinstance(value, str) else [reach.filled(one) for one in value]
                for key, value in block.items()
            }
            for operator, block in self.conditions.items()
        }
        if self.regional:
            found.setdefault("StringEquals", {})["aws:RequestedRegion"] = sorted({*reach.regions, GLOBAL})
        return found


def _of(service: str, *kinds: str, names: tuple[str, ...] = (NAMED, FIXED), region: str = "*") -> Scope:
    """ARNs of a service by the names of this program; ``kinds`` are what stands before the name."""
    return Scope(arns=tuple(f"arn:{{p}}:{service}:{region}:{{a}}:{kind}{name}" for kind in kinds for name in names))


def _all(service: str, *rest: str, conditions: Conditions | None = None, regional: bool = False) -> Scope:
    """ARNs of a service by what stands behind the account."""
    arns = tuple(f"arn:{{p}}:{service}:{one}" for one in rest)
    return Scope(arns=arns, conditions=conditions or {}, regional=regional)


_NETWORK: Final = tuple(
    f"*:{{a}}:{kind}/*"
    for kind in ("vpc", "subnet", "route-table", "security-group", "security-group-rule", "vpc-endpoint")
)

SCOPES: Final[Mapping[str, Scope]] = {
    "everything": Scope(arns=("*",)),
    "regional": Scope(arns=("*",), regional=True),
    "role": _of("iam", "role/", names=(NAMED,), region=""),
    "own_role": Scope(arns=(f"arn:{{p}}:iam::{{a}}:role/{NAMED}",), conditions=OURS),
    "new_role": Scope(arns=(f"arn:{{p}}:iam::{{a}}:role/{NAMED}",), conditions=NEW),
    "log_policy": Scope(
        arns=(f"arn:{{p}}:iam::{{a}}:role/{NAMED}",),
        conditions={"ArnEquals": {"iam:PolicyARN": f"arn:{{p}}:iam::aws:policy/{LOG_POLICY}"}},
    ),
    "delivery": _all("iam", f":{{a}}:role{PATH}*", f":{{a}}:policy{PATH}*", f":{{a}}:oidc-provider/{ISSUER}"),
    "key_metadata": _all("kms", "*:{a}:key/*"),
    "own_key": _all("kms", "*:{a}:key/*", conditions=OURS),
    "new_key": Scope(arns=("*",), conditions=NEW),
    # A key is tagged as it is made, when it has no tags to be told by yet: so also a foreign key is, if it has neither
    # this tag nor an alias. https://docs.aws.amazon.com/kms/latest/developerguide/tag-permissions.html
    "nameless_key": Scope(
        arns=("*",),
        conditions={**NEW, "Null": {"aws:ResourceTag/Environment": "true", "kms:ResourceAliases": "true"}},
    ),
    "key_alias": _of("kms", "alias/", names=(FIXED,)),
    "bucket": Scope(arns=(f"arn:{{p}}:s3:::{NAMED}", f"arn:{{p}}:s3:::{FIXED}")),
    "object": Scope(arns=(f"arn:{{p}}:s3:::{NAMED}/*",)),
    "run_object": Scope(arns=(f"arn:{{p}}:s3:::{NAMED}/runs/*",)),
    "program_object": Scope(arns=tuple(f"arn:{{p}}:s3:::{NAMED}/{start}*" for start in PROGRAM_OBJECTS)),
    "table": _of("dynamodb", "table/"),
    "function": _of("lambda", "function:"),
    "layer": _of("lambda", "layer:", names=(NAMED,)),
    "event_source": _all("lambda", "*:{a}:event-source-mapping:*"),
    "schedule": _of("scheduler", "schedule/default/", names=(NAMED,)),
    "state_machine": _of("states", "stateMachine:"),
    "execution": _of("states", "execution:"),
    "queue": _of("sqs", ""),
    "topic": _of("sns", ""),
    "bus": _of("events", "event-bus/"),
    "rule": _all("events", f"*:{{a}}:rule/{NAMED}", f"*:{{a}}:rule/{FIXED}/{NAMED}"),
    "sagemaker": _of("sagemaker", "*/"),
    "image": _all("ecr", f"*:{{a}}:repository/{NAMESPACE}/*"),
    "access_point": _all("fsx", "*:{a}:*"),
    "s3_access_point": _of("s3", "accesspoint/"),
    "smoke_input": _all("s3", *(f"*:{{a}}:accesspoint/{name}/object/smoke/*" for name in (NAMED, FIXED))),
    "scaling": _all("application-autoscaling", "*:{a}:scalable-target/*"),
    "scaling_alarm": _all("cloudwatch", "*:{a}:alarm:TargetTracking-*"),
    "bedrock_profile": _all(
        "bedrock", "*:{a}:application-inference-profile/*", "*:{a}:inference-profile/*", "*::foundation-model/*"
    ),
    "bedrock_throughput": _all("bedrock", "*:{a}:provisioned-model/*", "*:{a}:custom-model/*", "*::foundation-model/*"),
    "rest_api": _all("apigateway", "*::/restapis", "*::/restapis/*", regional=True),
    "usage_plan": _all("apigateway", *(f"*::/{kind}{end}" for kind in ("usageplans", "apikeys") for end in ("", "/*"))),
    "domain_name": _all("apigateway", "*::/domainnames", "*::/domainnames/*", regional=True),
    "api_account": _all("apigateway", "*::/account"),
    # An API is called by its id, which AWS makes up.
    "api_call": _all("execute-api", "*:{a}:*", regional=True),
    "api_tags": _all("apigateway", "*::/tags/*"),
    "codedeploy": _of("codedeploy", "application:", "deploymentgroup:", "deploymentconfig:", names=(NAMED,)),
    "health_check": _all("route53", "::healthcheck/*"),
    "zone": _all("route53", "::hostedzone/*"),
    "web_acl": _all("wafv2", "*:{a}:*/webacl/*", regional=True),
    "log_group": _all(
        "logs",
        *(f"*:{{a}}:log-group:{start}{NAMESPACE}/{{e}}/*" for start in ("/", "/aws/vendedlogs/states/")),
        # API Gateway names the group of its execution logs itself, after the API's id.
        "*:{a}:log-group:API-Gateway-Execution-Logs_*",
    ),
    "alarm": _of("cloudwatch", "alarm:"),
    "dashboard": _of("cloudwatch", "dashboard/", region=""),
    "budget": _of("budgets", "budget/", names=(NAMED,), region=""),
    "anomaly": _all("ce", ":{a}:anomalymonitor/*", ":{a}:anomalysubscription/*"),
    "new_network": _all("ec2", *_NETWORK, regional=True),
    "own_network": _all("ec2", *_NETWORK, conditions=PROJECT),
}
"""By name. https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"""
