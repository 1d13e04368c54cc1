"""What workflows ask and tell GitHub; runs on a bare runner: the standard library, `domain` and the `gh` command."""
