"""Makes the pages of the site that follow from the code: filters, kinds and rules, as Markdown."""

from __future__ import annotations

import html
import inspect
import sys
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
from babel import Locale

from cleaner.filters import DEFAULT_CHAIN, available, load
from cleaner.rules import Rule, load_packs
from cleaner.rules.kinds import MEANINGS

_EXAMPLE_CHARS = 120


def generated() -> dict[str, str]:
    """Make all pages, by their path on the site."""
    rules = load_packs().rules
    languages = sorted({rule.language for rule in rules}, key=language_name)
    return {
        "reference/filters.md": filters_page(),
        "reference/kinds.md": kinds_page(rules),
        "reference/rules/index.md": languages_page(rules, languages),
        **{f"reference/rules/{code}.md": rules_page(rules, code) for code in languages},
    }


def summary(name: str) -> str:
    """Say what a filter does: the first line of its module."""
    cls = load(name)
    return (inspect.getdoc(sys.modules[cls.__module__]) or "").splitlines()[0].strip()


def language_name(code: str) -> str:
    """Give a language's English name.

    >>> language_name("pt"), language_name("mul")
    ('Portuguese', 'every language')

    """
    return "every language" if code == "mul" else str(Locale(code).english_name)


def filters_page() -> str:
    """Make the page of the filters: what each does, and its options with their defaults."""
    names = [*DEFAULT_CHAIN, *sorted(set(available()) - set(DEFAULT_CHAIN))]
    parts = [
        "# Filters\n\nThe default chain runs them in this order. Each can be left out (`--without`, `without` in the "
        "[configuration](../configuration.md)), and its options are set under `[filters.NAME]`.\n",
        table(("filter", "what it does"), ((f"[`{name}`](#{name})", summary(name)) for name in names)),
    ]
    for name in names:
        cls = load(name)
        about = (inspect.getdoc(cls) or "").partition("\n>>>")[0].strip()
        parts.append(f"## `{name}` {{ #{name} }}\n\n{summary(name)}\n\n{about}\n")
        if fields := msgspec.structs.fields(cls):
            rows = ((f"`{field.name}`", code(msgspec.json.encode(field.default).decode())) for field in fields)
            parts.append(table(("option", "default"), rows))
    return "\n".join(parts)


def kinds_page(rules: Sequence[Rule]) -> str:
    """Make the page of the kinds of noise, with the number of rules for each."""
    count = Counter(rule.kind for rule in rules)
    rows = ((f"`{kind}`", about, str(count[kind] or "")) for kind, about in MEANINGS.items())
    return (
        "# Kinds of noise\n\nEvery edit carries one of these labels. Where no rules are counted, a filter decides "
        f"without them.\n\n{table(('kind', 'what it is', 'rules'), rows)}"
    )


def languages_page(rules: Sequence[Rule], languages: Sequence[str]) -> str:
    """Make the page that leads to the rules of each language."""
    count = Counter(rule.language for rule in rules)
    rows = ((f"[{language_name(x)}]({x}.md)", f"`{x}`", str(count[x])) for x in languages)
    return (
        f"# Rules by language\n\n{len(rules)} rules come with the package. [Rules](../../rules.md) says what their "
        f"keys mean; `clean rules list --language de` prints the same.\n\n{table(('language', 'code', 'rules'), rows)}"
    )


def rules_page(rules: Sequence[Rule], language: str) -> str:
    """Make the page of one language's rules, kind by kind."""
    name = language_name(language)
    parts = [f"# Rules for {name}\n"]
    for kind, about in MEANINGS.items():
        if mine := [rule for rule in rules if (rule.language, rule.kind) == (language, kind)]:
            rows = ((code(rule.id), rule.shape, code(rule.catches[0])) for rule in mine)
            parts.append(f"## {kind}\n\n{about[0].upper()}{about[1:]}.\n\n{table(('rule', 'shape', 'catches'), rows)}")
    return "\n".join(parts)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """Write a text as code in a table, so that nothing in it is taken for markup; a long one is cut.

    >>> code("a | *b*")
    '<code dir="auto">a &#124; &#42;b&#42;</code>'

    """
    shown = text if len(text) <= _EXAMPLE_CHARS else text[:_EXAMPLE_CHARS] + "…"
    safe = html.escape(shown, quote=False)
    for mark in "|*_`[]{}\\~^=+:":
        safe = safe.replace(mark, f"&#{ord(mark)};")
    return f'<code dir="auto">{safe}</code>'
