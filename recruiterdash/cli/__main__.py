"""`python -m recruiterdash.cli`: the same commands where the script is not on the path."""

from recruiterdash.cli import main

main()
