"""What the smoke tests ask of AWS beside the clients of the functions; each with the IAM actions that it needs."""
