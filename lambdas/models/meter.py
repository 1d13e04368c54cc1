"""Metrics of predictions, written as one line of embedded metric format for each call.

Powertools would do it in 60 ms for the first call and some 50 µs for each further one, several times what a prediction
takes; a line of a known shape is a template (docs/decisions/0008). No value that a caller chooses becomes a dimension.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from collections.abc import Callable
from typing import Final

from domain.metrics import Metric
from domain.models.release import Role
from lambdas.metric_lines import template
from lambdas.models.predictor import PINNED, Answer

_PER_CALL: Final = (Metric.PREDICTION_REQUESTS, Metric.PREDICTION_ERRORS, Metric.PREDICTION_LATENCY)
_PER_LOAD: Final = (Metric.MODEL_LOADS, Metric.MODEL_LOAD_FAILURES)


class Meter:
    """Writes metric lines.

    Args:
        service: Dimension `service`.
        environment: Dimension `Environment`.
        write: Takes one line with its end.
        clock: Seconds since 1970.
    """

    def __init__(
        self, service: str, environment: str, write: Callable[[str], object], clock: Callable[[], float]
    ) -> None:
        self._write = write
        self._clock = clock
        own = {"service": service, "Environment": environment}
        self._call = {release: template(_PER_CALL, {**own, "Release": release}) for release in (*Role, PINNED)}
        self._load = template(_PER_LOAD, own)

    def called(self, release: str, *, failed: bool, latency_ms: float) -> None:
        """Count a call.

        Args:
            release: `live`, `candidate` or `pinned`.
            failed: Whether the fault was ours.
            latency_ms: How long the caller waited, in milliseconds, without the wait for a model that was being loaded:
                each environment loads a candidate once, and as many slow calls would take every large one back.
        """
        self._write(self._call[release] % (int(self._clock() * 1000), 1, failed, latency_ms))

    def answered(self, answer: Answer, taken_ms: float) -> None:
        """Count a call that was answered, and the candidate that failed where another version had to answer.

        Args:
            answer: What the caller gets.
            taken_ms: How long the caller waited, in milliseconds.
        """
        if answer.candidate_failed:
            self.called(Role.CANDIDATE.value, failed=True, latency_ms=taken_ms)
        self.called(answer.target.role, failed=False, latency_ms=max(taken_ms - answer.loading_ms, 0.0))

    def loaded(self, success: bool, _seconds: float) -> None:
        """Count a load of a model, or that it failed."""
        self._write(self._load % (int(self._clock() * 1000), success, not success))
