"""The report as Markdown: a comment on the pull request, or a step's summary; never longer than either may be."""
