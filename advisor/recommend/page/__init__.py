"""The generated parts of docs/choosing-a-pattern.md, so that a price or a model of a queue that changes changes it."""
