"""Coverage-guided fuzzing of the package, by Atheris: `make fuzz SECONDS=60`, or `python -m fuzz --help`."""
