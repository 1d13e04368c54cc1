"""Scaling on this machine: alarms, Application Auto Scaling, Cloud Control for inference components."""

from sandbox.scaling.alarms import AlarmLoop
from sandbox.scaling.cloudcontrol import CloudControlService
from sandbox.scaling.service import AutoScalingService

__all__ = ["AlarmLoop", "AutoScalingService", "CloudControlService"]
