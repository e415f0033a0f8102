"""What both trainings are asked for on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from training.files import HERE
from training.folds import ALL, EVERY


class Order(NamedTuple):
    """Where the data lie, and the file for the model of every fold that is wanted."""

    data: Path
    targets: dict[int, Path]


def ask(doc: str | None, shipped: str, prefix: str = "") -> Order:
    """Read the command line, and make the folders that the models go to.

    Args:
        doc: the help.
        shipped: the name of the file that the package ships, which is the model that leaves no fold out.
        prefix: what the names of the other files begin with.

    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder of pages and texts")
    parser.add_argument(
        "--out", type=Path, default=HERE.parent / "cleaner" / "lines" / shipped, help="of the model that ships"
    )
    parser.add_argument("--folds", type=Path, help="the folder for a model of every fold, too")
    options = parser.parse_args()
    wanted = EVERY if options.folds else (ALL,)
    targets = {fold: options.out if fold == ALL else options.folds / f"{prefix}{fold}.npz" for fold in wanted}
    for path in targets.values():
        path.parent.mkdir(parents=True, exist_ok=True)
    return Order(options.data, targets)
