"""What the advisor refuses: one clear line for the person at the command line."""


class InputError(ValueError):
    """A file or an option that cannot be used. The text says what, where, what is accepted and what to do."""


class NotKnownError(ValueError):
    """A value that a price needs and that is not known before the deployment, or has a shape that nobody can read."""
