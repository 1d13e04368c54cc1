"""`pulumi-resource-aws` for this machine: the engine's protocol on boto3; `resource.py` is the shape of a type."""
