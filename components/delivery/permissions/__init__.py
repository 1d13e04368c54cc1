"""What the pipeline's roles may do: derived from the resource types that the program can create."""
