"""What a model is: its names and versions, its package, what may be in it, which version serves."""
