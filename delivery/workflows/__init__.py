"""The workflow files, read and held against rules: what a linter of YAML cannot know about this delivery."""
