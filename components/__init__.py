"""What exists in AWS: the Pulumi components of the inference platform."""
