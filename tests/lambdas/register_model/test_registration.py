"""One version, one package, whole or not at all: whatever call fails, before or after it acted."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from domain.models.names import package_key, signature_key
from domain.training.cells import ColumnType
from domain.training.claims import Claim, ClaimState
from domain.training.layout import RunPlaces, reference_key
from domain.training.profile import ColumnProfile, Profile
from lambdas.clients.model_registry import ModelRegistry
from lambdas.clients.package_signer import PackageSigner
from lambdas.clients.package_store import PackageStore
from lambdas.clients.package_verifier import PackageVerifier
from lambdas.clients.training_claims import TrainingClaims
from lambdas.errors import InvalidEnvironmentError, InvalidEventError, RunCorruptError, RunNotFoundError
from lambdas.packages.signature import load_package
from lambdas.pipeline.errors import PackageNotMade
from lambdas.register_model.registration import Registration
from lambdas.register_model.request import parse
from lambdas.register_model.settings import VARIABLES, Approval, Settings
from tests.lambdas.conftest import BUCKET
from tests.lambdas.packages.package_parts import features, linear_bytes

RUN = "0123456789abcdef"
PLACES = RunPlaces(RUN)
OUTPUT = f"{PLACES.output}digits-{RUN}-a1-r0/output/model.tar.gz"
EVENT: dict[str, Any] = {
    "run": {"run_id": RUN, "model": "digits", "version": RUN, "attempt": 1, "status": "new"},
    "training": {"job_name": "j", "model_data": f"s3://{BUCKET}/{OUTPUT}"},
    "evaluation": {},
    "gate": {"passed": True, "reasons": []},
}
SETTINGS = Settings(
    run_bucket=BUCKET,
    package_group="digits",
    approval=Approval.AUTOMATIC,
    signing_key_arn="",
    image_uri="123456789012.dkr.ecr.us-east-1.amazonaws.com/onnx:1.0",
    code_sha256="c" * 64,
    max_package_bytes=10_000_000,
)


class LostError(Exception):
    """The network, or the function's time, ended."""


@dataclass
class Registry:
    """CreateModelPackage and its reads, as SageMaker behaves: a token makes one package."""

    packages: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def create_model_package(self, *, ClientToken: str, **given: Any) -> dict[str, Any]:  # noqa: N803
        if ClientToken not in self.tokens:
            arn = f"arn:aws:sagemaker:us-east-1:1:model-package/digits/{len(self.packages) + 1}"
            self.tokens[ClientToken] = arn
            self.packages[arn] = {"ModelPackageArn": arn, "ModelPackageStatus": "Completed", **given}
        return {"ModelPackageArn": self.tokens[ClientToken]}

    def list_model_packages(self, **_given: Any) -> dict[str, Any]:
        return {"ModelPackageSummaryList": list(self.packages.values())}

    def describe_model_package(self, *, ModelPackageName: str) -> dict[str, Any]:  # noqa: N803
        return self.packages[ModelPackageName]


@dataclass
class Faults:
    """Lets one call of all clients fail, before or after it acted."""

    at: int = -1
    after: bool = False
    calls: int = 0

    def over(self, client: Any) -> Any:
        return _Faulty(client, self)


class _Faulty:
    def __init__(self, client: Any, faults: Faults) -> None:
        self._client_below = client
        self._faults = faults

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._client_below, name)

        def call(**given: Any) -> Any:
            number, self._faults.calls = self._faults.calls, self._faults.calls + 1
            if number == self._faults.at and not self._faults.after:
                raise LostError(name)
            answer = method(**given)
            if number == self._faults.at:
                raise LostError(name)
            return answer

        return call


@dataclass
class World:
    s3: Any
    kms: Any
    key: str
    registry: Registry = field(default_factory=Registry)

    def registration(self, faults: Faults | None = None, **changes: Any) -> Registration:
        over = (faults or Faults()).over
        settings = Settings(**{**vars(SETTINGS), **changes})
        return Registration(
            store=PackageStore(over(self.s3), BUCKET),
            registry=ModelRegistry(over(self.registry), "digits"),
            signer=PackageSigner(over(self.kms), self.key),
            claims=TrainingClaims(over(self.s3), BUCKET),
            settings=settings,
            handler=b"# handler\n",
        )

    def put(self, key: str, data: bytes) -> None:
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=data)

    def get(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def claim(self) -> Claim:
        found = TrainingClaims(self.s3, BUCKET).read(RUN)
        assert found is not None
        return found.claim

    def holds(self, reply: dict[str, Any]) -> None:
        """Exactly one registered package, whole, signed, and all that follows from it."""
        assert list(self.registry.packages) == [reply["model_package_arn"]]
        package = load_package(
            self.get(package_key("digits", RUN)),
            model="digits",
            version=RUN,
            signature=self.get(signature_key("digits", RUN)),
            verifier=PackageVerifier(self.kms, self.key),
        )
        assert package.manifest.metrics == {"accuracy": 0.97}
        assert self.get(reference_key("digits")) == self.get(PLACES.profile)
        assert self.claim().state is ClaimState.DONE


def output(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    contents = {"model.onnx": linear_bytes(), "training.json": json.dumps({"framework": {"sklearn": "1.9"}}).encode()}
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in {**contents, **{name.replace("__", "."): data for name, data in members.items()}}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


@pytest.fixture
def world(s3: Any) -> World:
    kms = boto3.client("kms")
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    made = World(s3, kms, key)
    column = ColumnProfile(type=ColumnType.TEXT, nulls=0, distinct=2, categories={"a": 1, "b": 1})
    profile = Profile(2, 0, 10, "a" * 64, (), 0, {"y": column})
    made.put(OUTPUT, output())
    made.put(PLACES.profile, profile.to_json().encode())
    made.put(PLACES.features, features().to_json().encode())
    made.put(PLACES.evaluation, json.dumps({"model": {"metrics": {"accuracy": 0.97}}, "baseline": None}).encode())
    assert TrainingClaims(s3, BUCKET).claim(Claim(RUN, "arn:e", 1), None)
    return made


def request() -> Any:
    return parse(EVENT, BUCKET)


def test_a_model_is_packed_signed_and_registered(world: World) -> None:
    reply = world.registration()(request())
    assert reply == {
        "model_package_arn": "arn:aws:sagemaker:us-east-1:1:model-package/digits/1",
        "version": RUN,
        "package_key": f"models/digits/{RUN}/model.tar.gz",
        "approved": True,
    }
    world.holds(reply)
    (entry,) = world.registry.packages.values()
    assert entry["ModelApprovalStatus"] == "Approved"
    assert entry["CustomerMetadataProperties"] == {
        "model": "digits",
        "version": RUN,
        "run_id": RUN,
        "data_sha256": "a" * 64,
        "code_sha256": "c" * 64,
        "accuracy": "0.97",
    }
    (container,) = entry["InferenceSpecification"]["Containers"]
    assert container == {"Image": SETTINGS.image_uri, "ModelDataUrl": f"s3://{BUCKET}/models/digits/{RUN}/model.tar.gz"}
    assert entry["ModelMetrics"]["ModelQuality"]["Statistics"]["S3Uri"] == f"s3://{BUCKET}/{PLACES.evaluation}"


def test_manual_approval_is_waited_for(world: World) -> None:
    reply = world.registration(approval=Approval.MANUAL)(request())
    assert reply["approved"] is False
    (entry,) = world.registry.packages.values()
    assert entry["ModelApprovalStatus"] == "PendingManualApproval"


def test_a_second_call_finds_what_the_first_one_made(world: World) -> None:
    first = world.registration()(request())
    written = world.get(package_key("digits", RUN))
    assert world.registration()(request()) == first
    assert world.get(package_key("digits", RUN)) == written
    world.holds(first)


def test_a_retry_tells_what_a_person_decided_meanwhile(world: World) -> None:
    reply = world.registration()(request())
    world.registry.packages[reply["model_package_arn"]]["ModelApprovalStatus"] = "Rejected"
    assert world.registration()(request())["approved"] is False


def calls_of_a_registration() -> int:
    return 16


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(calls_of_a_registration()))
def test_whatever_call_fails_a_retry_makes_one_whole_package(world: World, number: int, *, after: bool) -> None:
    faults = Faults(number, after)
    try:
        reply = world.registration(faults)(request())
    except LostError:
        assert all(self_contained(world))
        reply = world.registration()(request())
    else:
        assert faults.calls <= number
    world.holds(reply)


def self_contained(world: World) -> Iterator[bool]:
    """What is registered is whole, also right after a crash."""
    for _ in world.registry.packages:
        data = world.get(package_key("digits", RUN))
        signature = world.get(signature_key("digits", RUN))
        verifier = PackageVerifier(world.kms, world.key)
        yield bool(load_package(data, model="digits", version=RUN, signature=signature, verifier=verifier))


def test_there_are_no_more_calls_than_those_that_were_failed(world: World) -> None:
    faults = Faults()
    world.registration(faults)(request())
    assert faults.calls <= calls_of_a_registration()


def test_the_rest_of_an_earlier_attempt_is_replaced_while_it_is_not_registered(world: World) -> None:
    faults = Faults(at=6, after=True)
    with pytest.raises(LostError):
        world.registration(faults)(request())
    world.put(OUTPUT, output())
    world.put(PLACES.evaluation, json.dumps({"model": {"metrics": {"accuracy": 0.97}}, "baseline": {}}).encode())
    world.holds(world.registration()(request()))


def test_a_later_attempt_keeps_its_claim(world: World) -> None:
    claims = TrainingClaims(world.s3, BUCKET)
    seen = claims.read(RUN)
    assert claims.claim(Claim(RUN, "arn:other", 2), seen)
    world.registration()(request())
    assert world.claim() == Claim(RUN, "arn:other", 2)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"model__pkl": b"x"}, "from skl2onnx import to_onnx"),
        ({"model__onnx": b""}, "0 graphs in 0 bytes"),
        ({"training__json": b"["}, "training.json cannot be read"),
    ],
)
def test_an_output_that_makes_no_package(world: World, members: dict[str, bytes], said: str) -> None:
    world.put(OUTPUT, output(**members))
    with pytest.raises(PackageNotMade, match=said):
        world.registration()(request())
    assert not world.registry.packages
    assert world.claim().state is ClaimState.WORKING


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty or was cut short"),
        (b"not gzip", "no gzip file"),
        (output()[:-200], "cut short"),
        (output(big=bytes(20_000_000)), "unpacks to more than 10000000 bytes"),
        (output(**{"../evil": b"x"}), "would lie outside"),
    ],
    ids=["empty", "text", "truncated", "bomb", "path"],
)
def test_an_output_that_is_damaged(world: World, data: bytes, said: str) -> None:
    world.put(OUTPUT, data)
    with pytest.raises(PackageNotMade, match=said):
        world.registration()(request())


def test_an_output_larger_than_the_bound_is_not_read(world: World) -> None:
    with pytest.raises(PackageNotMade, match="accepted: 100 at most"):
        world.registration(max_package_bytes=100)(request())


def test_what_the_run_lacks_is_named(world: World) -> None:
    world.s3.delete_object(Bucket=BUCKET, Key=PLACES.features)
    with pytest.raises(RunNotFoundError, match=r"features\.json is not there"):
        world.registration()(request())
    world.put(PLACES.features, b"{}")
    with pytest.raises(RunCorruptError, match="start it again with force"):
        world.registration()(request())


def test_a_failed_package_of_the_registry_is_told(world: World) -> None:
    reply = world.registration()(request())
    world.registry.packages[reply["model_package_arn"]]["ModelPackageStatus"] = "Failed"
    with pytest.raises(PackageNotMade, match="delete it in the registry"):
        world.registration()(request())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gate": {"passed": False}}, "gate.passed is False"),
        ({"gate": {}}, "gate.passed is None"),
        ({"run": {**EVENT["run"], "version": "../x"}}, "version"),
        ({"run": {**EVENT["run"], "attempt": True}}, "attempt"),
        ({"training": {"model_data": "s3://other/model.tar.gz"}}, "accepted: an object in s3://runs/"),
        ({"training": {}}, "model_data"),
    ],
)
def test_an_event_that_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidEventError, match=said):
        parse({**EVENT, **changes}, BUCKET)


def test_the_environment_is_read_and_refused_whole() -> None:
    environment = {
        "RUN_BUCKET": BUCKET,
        "PACKAGE_GROUP": "digits",
        "APPROVAL": "automatic",
        "SIGNING_KEY_ARN": "",
        "SERVING_IMAGE_URI": SETTINGS.image_uri,
        "CODE_SHA256": "c" * 64,
        "MAX_PACKAGE_MB": "10",
    }
    assert set(environment) == set(VARIABLES)
    assert Settings.from_env(environment).max_package_bytes == 10 * 1024 * 1024
    with pytest.raises(InvalidEnvironmentError, match=r"^6 problem"):
        Settings.from_env({"APPROVAL": "perhaps", "CODE_SHA256": "x", "SIGNING_KEY_ARN": ""})


def test_a_call_that_aws_refuses_is_raised(world: World) -> None:
    world.s3.delete_bucket_policy(Bucket=BUCKET)
    store = PackageStore(world.s3, "no-such-bucket")
    with pytest.raises(ClientError):
        store.put("k", b"", "application/json")
