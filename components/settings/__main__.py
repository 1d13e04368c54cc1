"""``python -m components.settings`` prints the table of every setting in Markdown."""

import sys

from components.settings import settings_table

if __name__ == "__main__":
    sys.stdout.write(settings_table())
