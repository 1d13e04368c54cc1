"""Settle the tasks that wait for a transform job when its event comes."""
