"""Runs the command line as ``python -m witnessmark``."""

from .cli import main

if __name__ == "__main__":
    main()
