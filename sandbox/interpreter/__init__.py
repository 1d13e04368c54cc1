"""Patches of moto's Step Functions interpreter, one subject a module; `sandbox.stepfunctions` applies them."""
