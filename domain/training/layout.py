"""Where a training run keeps what it needs: keys in the artifact bucket, and names that SageMaker accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INBOX: Final = "training/data/"
"""Where data arrives when the stack names no bucket of its own."""

RUNS: Final = "training/runs/"
"""What runs make; it expires."""

CLAIMS: Final = "training/claims/"
"""Who works on a run, or did. It never expires: a claim counts the attempts, and with them the names of jobs, which
SageMaker never gives twice."""

CODE: Final = "training/code/"
PLANS: Final = "training/plans/"
REFERENCES: Final = "training/reference/"

JOB_NAME_LENGTH: Final = 63
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html"""

RUN_ID_LENGTH: Final = 16


@dataclass(frozen=True)
class RunPlaces:
    """The keys of one run.

    Attributes:
        run_id: 16 hexadecimal digits.
    """

    run_id: str

    @property
    def prefix(self) -> str:
        """Everything of the run but its claim lies below it."""
        return f"{RUNS}{self.run_id}/"

    @property
    def claim(self) -> str:
        """Who works on the run: the first writer wins. It outlives what else the run keeps."""
        return f"{CLAIMS}{self.run_id}.json"

    @property
    def data(self) -> str:
        """The snapshot of the input: what every step reads, whatever happens to the source."""
        return f"{self.prefix}data.csv"

    @property
    def profile(self) -> str:
        """Statistics of the snapshot."""
        return f"{self.prefix}profile.json"

    @property
    def quality(self) -> str:
        """What the quality check found."""
        return f"{self.prefix}quality.json"

    @property
    def features(self) -> str:
        """The fitted features."""
        return f"{self.prefix}features.json"

    @property
    def train_channel(self) -> str:
        """Prefix of the training job's channel `train`."""
        return f"{self.prefix}train/"

    @property
    def test_channel(self) -> str:
        """Prefix of the training job's channel `test`."""
        return f"{self.prefix}test/"

    @property
    def raw_test(self) -> str:
        """The raw rows of the test split: they go the way that a request goes."""
        return f"{self.prefix}raw_test.csv"

    @property
    def output(self) -> str:
        """Prefix below which SageMaker writes `<job>/output/model.tar.gz`."""
        return f"{self.prefix}output/"

    @property
    def evaluation(self) -> str:
        """Metrics of the new model, and of the one in service on the same rows."""
        return f"{self.prefix}evaluation.json"

    @property
    def gate(self) -> str:
        """The gate's verdict."""
        return f"{self.prefix}gate.json"


def reference_key(model: str) -> str:
    """Statistics of the last accepted run of a model."""
    return f"{REFERENCES}{model}.json"


def job_name(model: str, run_id: str, attempt: int, retry: int) -> str:
    """Name of a training job; another one for each attempt and each retry, so that no retry meets its own name.

    Args:
        model: Name of the model, cut where the whole would be too long.
        run_id: The run.
        attempt: How often the run was claimed, from 1.
        retry: Retries of the state so far, from 0.
    """
    end = f"-{run_id}-a{attempt}-r{retry}"
    return f"{model[: JOB_NAME_LENGTH - len(end)].rstrip('-')}{end}"
