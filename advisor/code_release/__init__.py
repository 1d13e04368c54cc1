"""``python -m advisor code-release``: new code of the prediction function gets its traffic, watched by alarms."""
