"""When capacity is up: a business calendar compiled to scheduled actions, and the proof that they do what it says."""
