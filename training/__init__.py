"""How the model of lines is made: `python -m training.train --data ../shared/bench`."""
