"""Lets `python -m paycalc` run the command line."""

from paycalc.cli import main

main()
