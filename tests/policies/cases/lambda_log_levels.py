"""Fixtures of lambda-log-levels."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def logging(names: tuple[str, ...] = (), /, **config: object) -> Case:
    return aws("lambda/function", names, loggingConfig=config)


CASES = Cases(
    passes=[
        logging(logFormat="JSON", applicationLogLevel="INFO", systemLogLevel="WARN"),
        logging(logFormat="JSON", applicationLogLevel="INFO"),
        logging(logFormat="JSON", systemLogLevel="WARN"),
    ],
    fails=[
        logging(("loggingConfig.applicationLogLevel is set for",), logFormat="Text", applicationLogLevel="INFO"),
        logging(
            ("loggingConfig.systemLogLevel is set for logs that are Text",), logFormat="Text", systemLogLevel="WARN"
        ),
        logging(("loggingConfig.systemLogLevel is set",), systemLogLevel="WARN"),
    ],
    not_applicable=[aws("lambda/function"), logging(logFormat="Text")],
    unknown=[logging(logFormat=U, systemLogLevel="WARN"), aws("lambda/function", loggingConfig=U)],
)
