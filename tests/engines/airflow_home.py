"""A home for Airflow with the example DAG in it, and a program that runs the DAG without a scheduler."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from engine_data import ROOT

RUN_DAG = """
import importlib, json, sys
dag = getattr(importlib.import_module(sys.argv[1]), sys.argv[1])()
run = dag.test(run_conf=json.loads(sys.argv[2]))
print("STATE", run.state)
from airflow.models.xcom import XComModel
from airflow.utils.session import create_session
with create_session() as session:
    found = session.query(XComModel).filter_by(run_id=run.run_id, dag_id=dag.dag_id)
    print("XCOM", json.dumps([[x.task_id, x.map_index, x.value] for x in found], default=str))
print("TASKS", json.dumps({each.task_id: [each.state, each.try_number] for each in run.get_task_instances()}))
"""
"""Its arguments: the module of the DAG, which has its name, and the configuration of the run."""


def make_home(folder: Path, database: Path | None = None) -> dict[str, str]:
    """Make a home and its database, or take a copy of one; give the variables that Airflow needs before it is imported."""
    shutil.copytree(ROOT / "examples/airflow", folder / "dags")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(folder / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "PYTHONPATH": str(folder / "dags"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    if database:
        shutil.copy(database, folder)
    else:
        subprocess.run(["airflow", "db", "migrate"], env=environment, check=True, capture_output=True, timeout=300)
    return environment
