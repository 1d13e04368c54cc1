"""What ends a training run before its model is written."""

from __future__ import annotations


class TrainingError(ValueError):
    """Something that whoever started the run can mend; the text is the job's FailureReason."""
