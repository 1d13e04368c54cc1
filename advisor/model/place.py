"""Where the commands of models act: bucket, Region and outputs of a stack; and how they say what AWS refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import typer

from advisor.deployed import outputs_of
from advisor.errors import InputError

BUCKET_OUTPUT: Final = "runBucket"
GROUP_OUTPUT: Final = "modelPackageGroup"
SIGNING_KEY_OUTPUT: Final = "signingKeyArn"
ROLE_OUTPUT: Final = "modelRoleArn"
IMAGE_OUTPUT: Final = "servingImageUri"
MACHINE_OUTPUT: Final = "trainingStateMachineArn"
MODEL_OUTPUT: Final = "trainedModel"
ENDPOINT_OUTPUT: Final = "modelEndpoint"
API_OUTPUT: Final = "predictionApiUrl"
API_KEY_OUTPUT: Final = "predictionApiKeyId"


@dataclass(frozen=True)
class Place:
    """Where a command acts.

    Attributes:
        where: How messages call it.
        bucket: Bucket of the packages; None when neither a stack nor a bucket was named.
        region: AWS Region; None for the shell's own.
        outputs: The stack's outputs; empty without a stack.
    """

    where: str
    bucket: str | None
    region: str | None
    outputs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def packages(self) -> str:
        """The bucket of the packages.

        Raises:
            InputError: There is none.
        """
        if self.bucket is None:
            found = f"{self.where} names no bucket" if self.outputs else "no bucket is named"
            raise InputError(f"{found}; give --stack NAME, --outputs FILE or --bucket NAME")
        return self.bucket

    def output(self, name: str) -> str | None:
        """An output of the stack that is a text, or None."""
        found = self.outputs.get(name)
        return found if isinstance(found, str) and found else None

    def client(self, service: str, **config: Any) -> Any:
        """A boto3 client.

        Raises:
            InputError: The shell has no Region or no credentials.
        """
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError

        try:
            # A session of its own: boto3's default one keeps the credentials that it first saw.
            return boto3.Session(region_name=self.region).client(service, config=Config(**config))
        except BotoCoreError as error:
            raise InputError(f"AWS cannot be asked: {error}; set AWS_REGION, or give --region") from error


def place_of(stack: str | None, outputs: Path | None, bucket: str | None, region: str | None) -> Place:
    """The place that the options name.

    Raises:
        InputError: A stack's outputs cannot be read.
    """
    if stack is None and outputs is None:
        return Place("the shell's account", bucket, region)
    found = outputs_of(stack, outputs)
    where = str(outputs) if outputs is not None else f"stack {stack}"
    own = found.get(BUCKET_OUTPUT)
    return Place(where, bucket or (own if isinstance(own, str) else None), region or _region(found), found)


def _region(outputs: Mapping[str, Any]) -> str | None:
    """The stack's Region, from the ARN of its topic or key."""
    for name in ("alarmTopicArn", "keyArn"):
        parts = str(outputs.get(name, "")).split(":")
        if len(parts) > 3:
            return parts[3]
    return None


@contextmanager
def told(command: str) -> Iterator[None]:
    """Turns what is refused into one line and exit code 2: a wrong option, a package, or AWS."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        found = error.response.get("Error", {})
        text = f"AWS refused {error.operation_name}: {found.get('Code')}: {found.get('Message')}"
        typer.echo(f"{command}: {text}", err=True)
        raise typer.Exit(2) from error
    except (BotoCoreError, ValueError, OSError) as error:  # InputError and PackageRefused are ValueErrors
        typer.echo(f"{command}: {error}", err=True)
        raise typer.Exit(2) from error
