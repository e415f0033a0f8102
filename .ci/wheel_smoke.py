"""Run with the python of an environment that has only the wheel: the package must work without the checkout."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import cleaner
from cleaner.rules import load_packs
from cleaner.rules.check import check_examples

CHECKOUT = Path(__file__).resolve().parent.parent
assert CHECKOUT / "cleaner" not in Path(cleaner.__file__).parents, "this is the checkout, not the wheel"

packs = load_packs()
assert len(packs.rules) > 500, f"only {len(packs.rules)} rules in the wheel"
assert not list(check_examples(packs)), "rules of the wheel fail their examples"
assert (Path(cleaner.__file__).parent / "py.typed").is_file()

noisy = "date 2024-10-24 The ferry sails again, the harbour board said.\n\nAdvertisement"
article = cleaner.clean(noisy)
assert article.text == "The ferry sails again, the harbour board said.", article.text
assert article.restore() == noisy

script = Path(sys.executable).with_name("clean")
done = subprocess.run([script, "-"], input=noisy.encode(), capture_output=True, check=True)
assert done.stdout.decode() == article.text

with TemporaryDirectory() as folder:
    source, target = Path(folder, "a.jsonl"), Path(folder, "out.jsonl")
    source.write_text('{"text": "The ferry sails again.\\n\\nAdvertisement"}\n' * 100)
    subprocess.run([script, source, "-o", target, "--workers", "2", "-q"], check=True)
    assert len(target.read_bytes().splitlines()) == 100
print(f"the wheel of newsclean {article.provenance.version} works: {len(packs.rules)} rules")
