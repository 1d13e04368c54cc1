"""OIDC identity providers: whose tokens roles may trust."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.provider.aws import Aws
from sandbox.provider.compare import Meaning
from sandbox.provider.errors import Failure
from sandbox.provider.resource import Change, Resource, Table
from sandbox.provider.tags import ServiceTags
from sandbox.provider.values import Props


class OpenIdConnectProvider(Resource):
    """A provider; its id is its ARN. IAM keeps the URL without its scheme."""

    type_name = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    service = "iam"
    operation = "CreateOpenIDConnectProvider"
    table = Table(
        rename={"clientIdLists": "ClientIDList", "thumbprintLists": "ThumbprintList"},
        replaces=frozenset({"url"}),
        meaning=Meaning(
            unordered=frozenset({"clientIdLists", "thumbprintLists"}), computed=frozenset({"thumbprintLists"})
        ),
        outputs=("arn", "thumbprintLists"),
    )
    tag_api = ServiceTags(
        service="iam",
        add="tag_open_id_connect_provider",
        remove="untag_open_id_connect_provider",
        read_by="list_open_id_connect_provider_tags",
        target="OpenIDConnectProviderArn",
        of="id",
    )

    def check(self, inputs: Props) -> Iterator[Failure]:
        """See `Resource`."""
        url = inputs.get("url")
        if isinstance(url, str) and not url.startswith("https://"):
            yield Failure("url", f"is {url!r}; accepted: a URL that starts with https://")

    def create(self, aws: Aws, inputs: Props) -> str:
        """See `Resource`; an account has one provider of a URL."""
        answer = aws.call("iam", "create_open_id_connect_provider", **self.request(aws.session, inputs))
        return str(answer["OpenIDConnectProviderArn"])

    def read(self, aws: Aws, resource_id: str, known: Props) -> Props | None:  # noqa: ARG002
        """See `Resource`."""
        found = aws.find("iam", "get_open_id_connect_provider", OpenIDConnectProviderArn=resource_id)
        if found is None:
            return None
        return {
            "arn": resource_id,
            "url": f"https://{found['Url'].removeprefix('https://')}",
            "clientIdLists": found.get("ClientIDList", []),
            "thumbprintLists": found.get("ThumbprintList", []),
        }

    def update(self, aws: Aws, resource_id: str, change: Change) -> None:
        """Audiences one by one, thumbprints together."""
        if change.any_of("clientIdLists"):
            old, new = set(change.old.get("clientIdLists", ())), set(change.new.get("clientIdLists", ()))
            where = {"OpenIDConnectProviderArn": resource_id}
            for audience in sorted(new - old):
                aws.call("iam", "add_client_id_to_open_id_connect_provider", ClientID=audience, **where)
            for audience in sorted(old - new):
                aws.call("iam", "remove_client_id_from_open_id_connect_provider", ClientID=audience, **where)
        if change.any_of("thumbprintLists") and change.new.get("thumbprintLists"):
            aws.call(
                "iam",
                "update_open_id_connect_provider_thumbprint",
                OpenIDConnectProviderArn=resource_id,
                ThumbprintList=change.new["thumbprintLists"],
            )

    def delete(self, aws: Aws, resource_id: str, state: Props) -> None:  # noqa: ARG002
        """See `Resource`."""
        aws.find("iam", "delete_open_id_connect_provider", OpenIDConnectProviderArn=resource_id)
