"""Kill runs at random moments, let them go on, and see whether they end as one that was never stopped.

    python benchmarks/kills.py [--kills N] [--documents N] [--seed N] [--form FORM ...]

Every trial begins a run with two workers, sends SIGKILL to it or to one of its workers at a moment chosen by chance,
and goes on with `clean --resume`. All files must be those of a run that nobody stopped, byte for byte, the manifest
among them; no document that was in the output when the blow fell may be cleaned again; no process may stay behind.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from common import ROOT, parser

sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "engines")]

from runs.kills import Lab

from cleaner.writing.outputs import FORMS


def main() -> None:
    """Print what became of every run, and fail where one ended otherwise, or where none was killed."""
    asked = parser(__doc__, data=False)
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--documents", type=int, default=600)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--form", choices=FORMS, action="append", help="only this one; repeatable")
    options = asked.parse_args()
    rng = random.Random(options.seed)
    forms = options.form or FORMS
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder), options.documents)
        trials = []
        print("| | form | killed | after, s | documents done by then | outcome |\n|---|---|---|---|---|---|")
        for number in range(options.kills):
            trials.append(one := lab.trial(forms[number % len(forms)], number, rng))
            outcome = "; ".join(one.wrong) or "equal"
            print(
                f"| {number + 1} | {one.form} | {one.victim} | {one.after:.2f} | {one.done} | {outcome} |", flush=True
            )
    good = sum(not trial.wrong for trial in trials)
    print(f"\n{good} of {len(trials)} equal, seed {options.seed}, {options.documents} documents, two workers")
    sys.exit(0 if trials and good == len(trials) else 1)


if __name__ == "__main__":
    main()
