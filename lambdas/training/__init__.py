"""Training code: a plain script for SageMaker's container contract, which the sandbox runs unchanged."""
