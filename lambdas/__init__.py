"""What runs: one package a function, and the AWS clients they share."""
