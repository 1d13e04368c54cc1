"""The stages of a pull request as commands: the same on a machine and in the workflows."""
