"""Set-up: everything a fresh checkout needs before the first command, and nothing that must be installed by hand."""
