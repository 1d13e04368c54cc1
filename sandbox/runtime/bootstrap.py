"""First code of a function's process: isolates it, ties its life to the server's, starts AWS's runtime client.

Run as `python -I -S -u bootstrap.py PATH…`; knows nothing of this project. Standard input is a pipe whose other end
only the server holds: when the server is gone, however it went, the read returns and the process ends.
"""

import os
import sys
import threading


def _end_with_server() -> None:
    watched = os.dup(0)
    os.set_inheritable(watched, False)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)

    def wait() -> None:
        while os.read(watched, 1):
            continue
        os._exit(0)

    threading.Thread(target=wait, name="sandbox-parent", daemon=True).start()


def main() -> None:
    """Puts code, layers and the managed runtime before the standard library, as Lambda does."""
    _end_with_server()
    sys.path[:0] = sys.argv[1:]
    from awslambdaric import bootstrap
    from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

    sys.argv = ["bootstrap"]
    bootstrap.run(os.environ["_HANDLER"], LambdaRuntimeClient(os.environ["AWS_LAMBDA_RUNTIME_API"]))


if __name__ == "__main__":
    main()
