"""Scaling on this machine: alarms, Application Auto Scaling, inference components."""
