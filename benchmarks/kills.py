"""Kill runs at random moments, let them go on, and see whether they end as one that was never stopped.

    python benchmarks/kills.py [--kills N] [--documents N] [--seed N] [--form FORM ...]

Every trial begins a run with two workers, sends SIGKILL to it or to one of its workers at a moment chosen by chance,
and goes on with `clean --resume`. All files must be those of a run that nobody stopped, byte for byte, the manifest
among them; no document that was in the output when the blow fell may be cleaned again; no process may stay behind.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "engines")]

from runs.kills import Lab

from cleaner.writing.outputs import FORMS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--form", choices=FORMS, action="append", help="only this one; repeatable")
    options = parser.parse_args()
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
    sys.exit(0 if good == len(trials) else 1)


if __name__ == "__main__":
    main()
