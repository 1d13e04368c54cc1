"""Fixtures of cloudwatch-alarm-metric."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws
from tests.policies.cases.cloudwatch_alarm_dimensions import SOUND

ALARM = aws("cloudwatch/metricAlarm", namespace="AWS/SageMaker", metricName="Invocations")
POLICY = aws("appautoscaling/policy", targetTrackingScalingPolicyConfiguration={})


def queries(name: object) -> Case:
    metric = {"namespace": "AWS/SQS", "metricName": name, "stat": "Sum"}
    return aws("cloudwatch/metricAlarm", metricQueries=[{"id": "e", "expression": "a"}, {"id": "a", "metric": metric}])


def tracking(name: str) -> Case:
    custom = {"namespace": "AWS/SageMaker", "metricName": name}
    return POLICY.but(targetTrackingScalingPolicyConfiguration={"customizedMetricSpecification": custom})


def mathematics(name: str) -> Case:
    stat = {"metric": {"namespace": "AWS/SQS", "metricName": name}, "stat": "Sum"}
    custom = {"metrics": [{"id": "e", "expression": "a"}, {"id": "a", "metricStat": stat}]}
    return POLICY.but(targetTrackingScalingPolicyConfiguration={"customizedMetricSpecification": custom})


SENT = "NumberOfMessagesSent"
IN_POLICY = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification"
CASES = Cases(
    passes=[
        *[ALARM.but(namespace=namespace, metricName=metric) for namespace, metric, _ in SOUND],
        ALARM,
        ALARM.but(namespace="/aws/sagemaker/Endpoints", metricName="CPUUtilization"),
        ALARM.but(namespace="AWS/States", metricName="ExecutionsFailed"),
        ALARM.but(namespace="AWS/ApiGateway", metricName="5XXError"),
        queries(SENT),
        tracking("InvocationsPerInstance"),
        mathematics(SENT),
    ],
    fails=[
        ALARM.but(
            ("metricName is ModelInvocations, which AWS/SageMaker does not hold (did you mean Invocations?)",),
            metricName="ModelInvocations",
        ),
        ALARM.but(
            ("metricName is GPUMemoryReservation, which AWS/SageMaker does not hold (/aws/sagemaker/Endpoints does)",),
            metricName="GPUMemoryReservation",
        ),
        ALARM.but(("metricName is Zzz, which AWS/SageMaker does not hold;",), metricName="Zzz"),
        ALARM.but(("namespace is AWS/Sagemaker, which AWS spells AWS/SageMaker",), namespace="AWS/Sagemaker"),
        queries("Sent").but(("metricQueries[1].metric.metricName is Sent",)),
        tracking("Sent").but((f"{IN_POLICY}.metricName is Sent",)),
        mathematics("Sent").but((f"{IN_POLICY}.metrics[1].metricStat.metric.metricName is Sent",)),
    ],
    not_applicable=[
        ALARM.but(namespace="Shop", metricName="Orders"),
        ALARM.but(namespace="AWS/EC2", metricName="CPUUtilization"),
        ALARM.but(namespace="AWS/FSx", metricName="StorageUsed"),
        ALARM.but(namespace=None),
        POLICY,
    ],
    unknown=[ALARM.but(metricName=U), ALARM.but(namespace=U), aws("cloudwatch/metricAlarm", metricQueries=U)],
)
