"""The rules, one a file; the file's name with hyphens is the rule's id."""
