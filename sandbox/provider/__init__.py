"""`pulumi-resource-aws` for this machine: the engine's provider protocol on boto3 (see `resource.py` for the shape of a type)."""
