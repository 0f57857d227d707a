"""The process: `rectify-xl`, and `python -m rectify_xl`, which is the same."""

import gc
import sys


def main() -> int:
    """Run the command line as a process of its own, which ends with the command; return its exit status.

    Left alone, the garbage collector would go through all modules again and again while they load, and once more at
    the end: a seventh of a cold `check`, and nothing to be found.
    """
    gc.set_threshold(50_000)
    from rectify_xl.doors import cli

    status = cli.main()
    gc.freeze()
    return status


if __name__ == "__main__":
    sys.exit(main())
