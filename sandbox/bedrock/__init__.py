"""Amazon Bedrock: models, provisioned throughput, inference profiles, and a small text model that really answers."""
