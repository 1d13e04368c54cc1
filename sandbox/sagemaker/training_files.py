"""The folder `/opt/ml` of a training job: what SageMaker puts there before, and takes away after.

https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from sandbox.sagemaker.artifacts import RoleStore, S3Uri

HOST: Final = "algo-1"
REASON_LENGTH: Final = 1024


class MlFolder:
    """One job's `/opt/ml`.

    Args:
        root: Folder that plays it; made new.
        fields: The job as it was created.
        store: S3 as the job's role.

    Attributes:
        root: The same folder.
    """

    def __init__(self, root: Path, fields: Mapping[str, Any], store: RoleStore) -> None:
        self.root = root
        self._fields = fields
        self._store = store
        self._synced: dict[str, tuple[int, int]] = {}

    @property
    def model(self) -> Path:
        """Where the script leaves the model."""
        return self.root / "model"

    @property
    def checkpoints(self) -> Path:
        """Where the script leaves checkpoints."""
        local: str = (self._fields.get("CheckpointConfig") or {}).get("LocalPath", "/opt/ml/checkpoints")
        return self.root / local.removeprefix("/opt/ml/")

    def prepare(self) -> None:
        """Makes the folders and the configuration, and downloads every channel and the checkpoints.

        Raises:
            AccessDeniedError: The role may not list or read.
            ValueError: A channel without objects, or a key that would leave the folder.
        """
        for name in ("input/config", "input/data", "model", "output/data"):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        self._write_config()
        for channel in self._fields.get("InputDataConfig") or []:
            uri = S3Uri.parse(channel["DataSource"]["S3DataSource"]["S3Uri"])
            folder = self.root / "input" / "data" / channel["ChannelName"]
            if not self._download(uri, folder):
                raise ValueError(f"no S3 objects found under s3://{uri.bucket}/{uri.key}")
        if "CheckpointConfig" in self._fields:
            self.checkpoints.mkdir(parents=True, exist_ok=True)
            self._download(self._checkpoint_uri(), self.checkpoints)
            self._synced = {name: stamp for name, _, stamp in self._local_checkpoints()}

    def sync_checkpoints(self) -> None:
        """Uploads the checkpoints that are new or changed.

        Raises:
            AccessDeniedError: The role may not write.
        """
        if "CheckpointConfig" not in self._fields:
            return
        base = self._checkpoint_uri()
        for name, path, stamp in self._local_checkpoints():
            if self._synced.get(name) != stamp:
                target = S3Uri(base.bucket, f"{base.key.rstrip('/')}/{name}".lstrip("/"))
                self._store.write(target, path.read_bytes(), "", self._key_id())
                self._synced[name] = stamp

    def upload(self, job: str) -> str:
        """Uploads `model.tar.gz`, and `output.tar.gz` when the script left data.

        Returns:
            URI of the model.

        Raises:
            AccessDeniedError: The role may not write, or not use the key.
        """
        model = artifact_uri(self._fields, job, "model.tar.gz")
        self._store.write(model, packed(self.model), "application/x-gzip", self._key_id())
        data = self.root / "output" / "data"
        if any(data.iterdir()):
            target = artifact_uri(self._fields, job, "output.tar.gz")
            self._store.write(target, packed(data), "application/x-gzip", self._key_id())
        return f"s3://{model.bucket}/{model.key}"

    def failure(self, code: int) -> str:
        """Why the script failed: what it wrote to `output/failure`, as SageMaker says it."""
        path = self.root / "output" / "failure"
        said = path.read_text(errors="replace").strip() if path.is_file() else "See job logs for more information"
        end = f", exit code: {code}"
        return f"AlgorithmError: {said}"[: REASON_LENGTH - len(end)] + end

    def _write_config(self) -> None:
        config = self.root / "input" / "config"
        channels = {
            channel["ChannelName"]: {
                "ContentType": channel.get("ContentType", ""),
                "TrainingInputMode": "File",
                "S3DistributionType": "FullyReplicated",
                "RecordWrapperType": "None",
            }
            for channel in self._fields.get("InputDataConfig") or []
        }
        resources = {"current_host": HOST, "hosts": [HOST], "network_interface_name": "eth0"}
        contents = {
            "hyperparameters": dict(self._fields.get("HyperParameters") or {}),
            "inputdataconfig": channels,
            "resourceconfig": resources,
        }
        for name, content in contents.items():
            (config / f"{name}.json").write_text(json.dumps(content))

    def _download(self, uri: S3Uri, folder: Path) -> int:
        found = 0
        folder.mkdir(parents=True, exist_ok=True)
        for key in self._keys(uri):
            target = (folder / relative(uri.key, key)).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise ValueError(f"key {key!r} would be written outside its channel")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self._store.read(S3Uri(uri.bucket, key)))
            found += 1
        return found

    def _keys(self, uri: S3Uri) -> Iterator[str]:
        for page in self._store.s3.get_paginator("list_objects_v2").paginate(Bucket=uri.bucket, Prefix=uri.key):
            yield from (entry["Key"] for entry in page.get("Contents", ()) if not entry["Key"].endswith("/"))

    def _local_checkpoints(self) -> Iterator[tuple[str, Path, tuple[int, int]]]:
        for path in sorted(self.checkpoints.rglob("*")):
            if path.is_file():
                stat = path.stat()
                yield path.relative_to(self.checkpoints).as_posix(), path, (stat.st_mtime_ns, stat.st_size)

    def _checkpoint_uri(self) -> S3Uri:
        return S3Uri.parse(self._fields["CheckpointConfig"]["S3Uri"].rstrip("/") + "/")

    def _key_id(self) -> str:
        return str(self._fields["OutputDataConfig"].get("KmsKeyId", ""))


def relative(prefix: str, key: str) -> str:
    """Path of an object in its channel: what follows the prefix, or the prefix's last part where that is cut."""
    rest = key.removeprefix(prefix)
    if rest.startswith("/") or prefix.endswith("/") or not prefix:
        return rest.lstrip("/") or PurePosixPath(key).name
    return key[prefix.rfind("/") + 1 :]


def artifact_uri(fields: Mapping[str, Any], job: str, name: str) -> S3Uri:
    """Where a job's archive goes: `S3OutputPath/<job>/output/<name>`."""
    base = S3Uri.parse(fields["OutputDataConfig"]["S3OutputPath"])
    prefix = f"{base.key.rstrip('/')}/" if base.key else ""
    return S3Uri(base.bucket, f"{prefix}{job}/output/{name}")


def packed(folder: Path) -> bytes:
    """A gzipped tar of what lies in a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
    return out.getvalue()
