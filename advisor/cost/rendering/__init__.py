"""How estimates and differences are shown: text for a terminal, Markdown for a pull request, JSON for programs."""
