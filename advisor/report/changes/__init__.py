"""What a deployment does to each resource, in plain words and with the worst on top."""
