"""boto3 clients of one configured provider, shared by the engine's parallel calls."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sandbox.provider.config import ProviderConfig
from sandbox.provider.errors import ProviderError

if TYPE_CHECKING:
    from botocore.model import OperationModel

_CONNECT_TIMEOUT_S: Final = 10
_READ_TIMEOUT_S: Final = 120  # uploads of code archives
# boto3's name -> the names that `endpoints` of the provider's configuration has for it, where they differ.
_ENDPOINT_NAMES: Final = {
    "application-autoscaling": ("appautoscaling", "applicationautoscaling"),
    "cloudcontrol": ("cloudcontrol", "cloudcontrolapi"),
    "events": ("cloudwatchevents", "eventbridge", "events"),
    "logs": ("cloudwatchlogs", "cloudwatchlog", "logs"),
    "stepfunctions": ("sfn", "stepfunctions"),
}


class AwsSession:
    """Clients by service and Region, and who we are; safe to use from many threads."""

    def __init__(self, config: ProviderConfig) -> None:
        self.config = config
        self._lock = threading.RLock()
        self._clients: dict[tuple[str, str], Any] = {}
        self._models: dict[str, Any] = {}

    @cached_property
    def _session(self) -> Any:
        import boto3  # takes half a second: only once a call needs it

        config = self.config
        return boto3.session.Session(
            aws_access_key_id=config.access_key,
            aws_secret_access_key=config.secret_key,
            aws_session_token=config.token,
            profile_name=config.profile,
            region_name=config.region,
        )

    def client(self, service: str, region: str | None = None) -> Any:
        """boto3's client of `service` in `region` (default: the configured one)."""
        key = (service, region or self.config.region)
        with self._lock:
            if key not in self._clients:
                self._clients[key] = self._make_client(*key)
            return self._clients[key]

    def _make_client(self, service: str, region: str) -> Any:
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        options: dict[str, Any] = {"s3": {"addressing_style": "path"}} if self.config.path_style else {}
        try:
            return self._session.client(
                service,
                region_name=region,
                endpoint_url=self._endpoint(service),
                verify=self.config.verify,
                config=Config(
                    connect_timeout=_CONNECT_TIMEOUT_S,
                    read_timeout=_READ_TIMEOUT_S,
                    retries={"mode": "standard", "total_max_attempts": self.config.max_attempts},
                    max_pool_connections=32,
                    **options,
                ),
            )
        except BotoCoreError as error:
            raise ProviderError(f"no client for {service} in {region}: {error}") from error

    def _endpoint(self, service: str) -> str | None:
        names = _ENDPOINT_NAMES.get(service, (service,))
        return next((self.config.endpoints[name] for name in names if name in self.config.endpoints), None)

    def operation(self, service: str, operation: str) -> OperationModel:
        """Botocore's model of an operation ("CreateFunction"), without a client or credentials."""
        with self._lock:
            if service not in self._models:
                self._models[service] = self._session._session.get_service_model(service)
            return self._models[service].operation_model(operation)

    @cached_property
    def identity(self) -> dict[str, str]:
        """STS's answer to who we are: `Account`, `Arn`, `UserId`.

        Raises:
            ProviderError: The credentials are refused, or the account is not one that the configuration allows.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer: dict[str, str] = self.client("sts", self.config.sts_region).get_caller_identity()
        except (BotoCoreError, ClientError) as error:
            raise ProviderError(f"the AWS credentials cannot be validated: {error}") from error
        allowed, forbidden = self.config.accounts
        account = answer["Account"]
        if account in forbidden or (allowed and account not in allowed):
            raise ProviderError(f"account {account} is excluded by allowedAccountIds or forbiddenAccountIds")
        return answer

    @property
    def account_id(self) -> str:
        """The account of the credentials."""
        return self.identity["Account"]

    def partition(self, region: str | None = None) -> str:
        """The partition ("aws", "aws-cn", …) that `region` is in."""
        return str(self._session.get_partition_for_region(region or self.config.region))
