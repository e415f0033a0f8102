"""`python -m cleaner`: the command `clean`, where the folder of scripts is not on the path."""

from cleaner.cli import main

if __name__ == "__main__":
    main()
