"""The listing of a prefix and the manifest of a run: their lines, their keys in the artifact bucket, the run's id."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from domain.checks import refuse, text, whole_number
from domain.routing import InferencePath

RUN_ID_LENGTH: Final = 40
_HEX: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class InputFile:
    """One input as ``discover`` saw it.

    Attributes:
        key: Key in the access point.
        size: Bytes.
        etag: Without quotes. A file whose etag is another one later was changed.
        content_type: By its extension, or ``None`` when there is none for it.
        refused: ``{"code", "message"}`` when no path can serve it.
    """

    key: str
    size: int
    etag: str
    content_type: str | None
    refused: Mapping[str, str] | None = None

    def to_line(self) -> str:
        """Return one line of JSON with its newline."""
        return json.dumps(asdict(self), separators=(",", ":"), ensure_ascii=False) + "\n"

    @classmethod
    def from_line(cls, line: str | bytes) -> "InputFile":
        """Read what :meth:`to_line` wrote; ``ValueError`` says what else it found."""
        return cls(**_exactly(line, tuple(item.name for item in fields(cls)), "a line of a listing"))


@dataclass(frozen=True, kw_only=True)
class RunManifest:
    """What a run consists of; written once, the first writer wins.

    Attributes:
        run_id: See :class:`RunIdHasher`.
        prefix: The prefix that was listed.
        path: The chosen path.
        path_reason: Why.
        file_count: Every input, the refused ones too.
        refused_count: Inputs that no path can serve.
        part_count: Parts of the listing.
        parts_prefix: Where they are: ``listings/<listing_id>/``.
        batch_max_bytes: Largest record of a batch job in bytes.
        model_version: Version of the model that serves the run.
        created_at: ISO 8601, UTC.
    """

    run_id: str
    prefix: str
    path: InferencePath
    path_reason: str
    file_count: int
    refused_count: int
    part_count: int
    parts_prefix: str
    batch_max_bytes: int
    model_version: str
    created_at: str

    def to_json(self) -> bytes:
        """Return the stored form."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, data: str | bytes) -> "RunManifest":
        """Read what :meth:`to_json` wrote; ``ValueError`` says what else it found."""
        found = _exactly(data, tuple(item.name for item in fields(cls)), "a run manifest")
        return cls(**{**found, "path": InferencePath(found["path"])})

    def parts(self) -> Iterator[str]:
        """Yield the names of the parts in order."""
        return (part_name(index) for index in range(self.part_count))


class RunIdHasher:
    """Builds the id of a run line by line, so that a listing of any length takes no memory.

    The id depends on every input (key, size, etag, content type, refusal) in order, on the model's version, on the path
    and on the stack (its artifact bucket): two stacks in one account never share the name of a transform job.
    """

    def __init__(self, scope: str, model_version: str) -> None:
        """Start with what holds for all inputs: the artifact bucket and the model's version."""
        self._digest = hashlib.sha256()
        self._add(text("scope", scope))
        self._add(text("model_version", model_version))

    def add(self, file: InputFile) -> None:
        """Add the next input of the listing."""
        self._add(file.to_line())

    def run_id(self, path: InferencePath) -> str:
        """Return the id of the inputs so far on ``path``: 40 hexadecimal digits (160 bits)."""
        digest = self._digest.copy()
        digest.update(f"\0{path.value}".encode())
        return digest.hexdigest()[:RUN_ID_LENGTH]

    def _add(self, part: str) -> None:
        data = part.encode("utf-8", "surrogatepass")
        self._digest.update(len(data).to_bytes(8, "big") + data)


def checked_run_id(value: object) -> str:
    """Return ``value`` when it is the id of a run; ids become parts of keys and names, so nothing else passes."""
    if not isinstance(value, str) or len(value) != RUN_ID_LENGTH or not _HEX.issuperset(value):
        refuse("run_id", value, f"{RUN_ID_LENGTH} hexadecimal digits")
    return value


def part_name(index: int) -> str:
    """Return the name of a part: at least five digits, so that names sort as the parts do up to 100,000 parts."""
    return f"{whole_number('index', index, 0):05d}"


def checked_part(value: object) -> str:
    """Return ``value`` when it is the name of a part."""
    if not isinstance(value, str) or len(value) < 5 or not (value.isascii() and value.isdigit()):
        refuse("part", value, "five or more digits, such as '00000'")
    return value


@dataclass(frozen=True)
class ListingKeys:
    """Keys of one listing in the artifact bucket."""

    prefix: str

    @classmethod
    def of(cls, listing_id: str) -> "ListingKeys":
        """Return the keys of a listing by its id."""
        return cls(f"listings/{text('listing_id', listing_id)}/")

    @property
    def index(self) -> str:
        """Key of the array of parts that a Distributed Map reads."""
        return f"{self.prefix}parts.json"

    def part(self, part: str) -> str:
        """Key of one part."""
        return f"{self.prefix}parts/{part}.jsonl"


@dataclass(frozen=True)
class RunKeys:
    """Keys of one run in the artifact bucket."""

    run_id: str

    @property
    def manifest(self) -> str:
        """The run manifest."""
        return f"runs/{self.run_id}/manifest.json"

    def results_of(self, part: str) -> str:
        """The records of one part."""
        return f"runs/{self.run_id}/results/{part}.jsonl"

    @property
    def batch_manifest(self) -> str:
        """SageMaker's ManifestFile of the files that go to batch."""
        return f"runs/{self.run_id}/batch/manifest.json"

    @property
    def batch_output(self) -> str:
        """Where the transform job writes; ends with a slash."""
        return f"runs/{self.run_id}/batch/out/"

    def batch_output_of(self, key: str) -> str:
        """The output of one input.

        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html
        """
        return f"{self.batch_output}{key}.out"

    @property
    def results(self) -> str:
        """One record for each input, in the order of the listing."""
        return f"runs/{self.run_id}/results.jsonl"

    @property
    def summary(self) -> str:
        """Written last: a run with a summary is complete."""
        return f"runs/{self.run_id}/summary.json"


def parts_index(part_count: int) -> Iterator[str]:
    """Yield the text of ``parts.json`` piece by piece."""
    yield "["
    for index in range(part_count):
        yield f'{"," if index else ""}{{"part":"{part_name(index)}"}}'
    yield "]"


def batch_manifest(input_prefix: str, keys: Iterator[str]) -> Iterator[str]:
    """Yield the text of SageMaker's ManifestFile piece by piece: the common prefix, then the keys below it.

    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformS3DataSource.html
    """
    yield "[" + json.dumps({"prefix": input_prefix})
    for key in keys:
        yield ",\n" + json.dumps(key, ensure_ascii=False)
    yield "]"


def _exactly(data: str | bytes, names: tuple[str, ...], what: str) -> dict[str, Any]:
    """Read a JSON object that has exactly these keys."""
    try:
        found = json.loads(data)
    except ValueError as error:
        raise ValueError(f"{what} is not JSON: {data[:80]!r}") from error
    if not isinstance(found, dict) or set(found) != set(names):
        shown = sorted(found) if isinstance(found, dict) else type(found).__name__
        raise ValueError(f"{what} has {shown}; it has exactly the keys {', '.join(names)}")
    return found
