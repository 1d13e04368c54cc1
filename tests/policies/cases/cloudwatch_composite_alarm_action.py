"""Fixtures of cloudwatch-composite-alarm-action."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms"
POLICY = "arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:6d8972f3:resource/ecs/service/web/api"
STOP = "arn:aws:automate:eu-west-1:ec2:stop"
REBOOT = "arn:aws:swf:eu-west-1:123456789012:action/actions/AWS_EC2.InstanceId.Reboot/1.0"
ALARM = aws("cloudwatch/compositeAlarm", alarmName="all", alarmRule="ALARM(a)", alarmActions=[TOPIC])

CASES = Cases(
    passes=[
        ALARM,
        ALARM.but(alarmActions=["arn:aws:lambda:eu-west-1:123456789012:function:autoscaling"]),
        ALARM.but(alarmActions=["arn:aws:ssm:eu-west-1:123456789012:opsitem:3#CATEGORY=Performance"]),
        ALARM.but(okActions=[TOPIC], insufficientDataActions=[TOPIC]),
    ],
    fails=[
        ALARM.but((f"alarmActions[0] is {POLICY[:77]}...;",), alarmActions=[POLICY]),
        ALARM.but((f"alarmActions[0] is {STOP};",), alarmActions=[STOP]),
        ALARM.but((f"alarmActions[0] is {REBOOT[:77]}",), alarmActions=[REBOOT]),
        ALARM.but((f"okActions[0] is {STOP};",), okActions=[STOP], insufficientDataActions=[TOPIC]),
        ALARM.but((f"insufficientDataActions[0] is {STOP};",), okActions=[TOPIC], insufficientDataActions=[STOP]),
        ALARM.but((f"alarmActions[1] is {STOP};",), alarmActions=[TOPIC, STOP]),
    ],
    not_applicable=[],
    unknown=[ALARM.but(alarmActions=[U]), ALARM.but(okActions=U)],
    always_applicable=True,
)
