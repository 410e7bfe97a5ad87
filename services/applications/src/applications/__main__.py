"""Run the command line: `python -m applications`."""

from applications.cli import main

main()
