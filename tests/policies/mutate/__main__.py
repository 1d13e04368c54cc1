"""``python -m tests.policies.mutate [WORD ...]``: the modules whose names hold one of the words, all by default."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from itertools import groupby

from tests.policies.mutate.run import Equivalent, Mutant, equivalents, judged, tried
from tests.policies.mutate.world import load


def main(words: Sequence[str]) -> int:
    """Print the survivors by module; 1 when there is one, or a review that is not needed."""
    begun = time.monotonic()
    modules = [name for name in load().sources if not words or any(word in name for word in words)]
    if not modules:
        sys.stderr.write(f"error: no module of the rules has {' or '.join(words)} in its name\n")
        return 2
    mutants = tried(modules, os.cpu_count() or 1)
    survivors, unused = judged(mutants, equivalents())
    _print(survivors, unused)
    print(
        f"{len(mutants)} mutants of {len(modules)} modules in {time.monotonic() - begun:.0f} s: "
        f"{len(survivors)} survived, {len(unused)} reviews are not needed"
    )
    return 1 if survivors or unused else 0


def _print(survivors: Sequence[Mutant], unused: Sequence[Equivalent]) -> None:
    for module, found in groupby(survivors, key=lambda mutant: mutant.module):
        print(f"{module}: add a fixture that fails when one of these changes")
        for mutant in found:
            print(f"  {mutant.module}:{mutant.line}: {mutant.text}")
    for entry in unused:
        print(f"equivalents.toml: {entry.module}: {entry.mutation}: no mutant survives that it describes; take it out")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
