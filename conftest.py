"""Leaves out the doctests of adapters whose engine is not installed."""

from importlib.util import find_spec

_NEEDS = {"airflow": "airflow", "datatrove": "datatrove", "prefect": "prefect", "arrow": "pyarrow"}
collect_ignore = [f"cleaner/adapters/{name}.py" for name, module in _NEEDS.items() if find_spec(module) is None]
