"""The pipeline's own commands: what workflows run and people can run too."""
