"""What the workflows do to deployed stacks; each is a `make` target that a person can call with credentials."""
