"""GitHub's OIDC provider of the account: an account has one, so it is made, named, or looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.account import Account
from components.settings import DeliverySettings
from domain.delivery import AUDIENCE, ISSUER

ISSUER_URL = f"https://{ISSUER}"


@dataclass(frozen=True, kw_only=True)
class GitHubProviderArgs:
    """Inputs.

    Attributes:
        settings: The delivery theme's settings.
        account: Where the stack is.
        protect: Whether the provider is kept when the stack goes: others of the account may have come to use it.
    """

    settings: DeliverySettings
    account: Account
    protect: bool


class GitHubProvider(PlatformComponent):
    """The provider, made here or adopted."""

    arn: pulumi.Output[str]

    def __init__(self, name: str, args: GitHubProviderArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"url": ISSUER_URL}, opts)
        if args.settings.provider_arn is not None:
            self.arn = pulumi.Output.from_input(_of_account(args.settings.provider_arn, args.account))
        elif args.settings.existing_provider:
            found = aws.iam.get_open_id_connect_provider(url=ISSUER_URL, opts=pulumi.InvokeOptions(parent=self))
            self.arn = pulumi.Output.from_input(_for_sts(found.arn, found.client_id_lists))
        else:
            # No thumbprints: IAM knows GitHub's certificate authority and ignores them.
            made = aws.iam.OpenIdConnectProvider(
                name,
                url=ISSUER_URL,
                client_id_lists=[AUDIENCE],
                opts=self.child(retain_on_delete=args.protect),
            )
            self.arn = made.arn
        self.finish()


def provider_arn(account: Account) -> str:
    """The ARN that the provider has in an account, whoever makes it."""
    return f"arn:{account.partition}:iam::{account.account_id}:oidc-provider/{ISSUER}"


def _of_account(arn: str, account: Account) -> str:
    """The ARN that was named, of this account.

    Raises:
        pulumi.RunError: It is another's: no role of this account may trust it.
    """
    if arn != provider_arn(account):
        raise pulumi.RunError(
            f"delivery.provider_arn = {arn} is not accepted: {provider_arn(account)}, for a role trusts a provider of "
            "its own account"
        )
    return arn


def _for_sts(arn: str, audiences: Sequence[str]) -> str:
    """The ARN of a provider that takes our audience.

    Raises:
        pulumi.RunError: It does not: every token would be refused.
    """
    if AUDIENCE not in audiences:
        raise pulumi.RunError(
            f"audiences of {arn} = {list(audiences)} is not accepted: with {AUDIENCE}. Add it: aws iam "
            f"add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn {arn} --client-id {AUDIENCE}"
        )
    return arn
