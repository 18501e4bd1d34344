"""Runs a version of a pipeline on DuckDB, the current one unless it is named, and then its quality tests.

run.py --pipeline P [--version N] [--url URL] [--sign iam]. WAREHOUSE is a DuckDB file; without it, nothing is kept.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import duckdb
from pipeline_versioning import Client

RAW_ORDERS = Path(__file__).with_name("raw_orders.csv")
URL = os.environ.get("PIPELINE_VERSIONING_URL", "http://127.0.0.1:8080")


def run(files: Path, layer: str, name: str) -> int:
    """The number of quality tests that found something."""
    warehouse = duckdb.connect(os.environ.get("WAREHOUSE", ":memory:"))
    warehouse.execute(f"CREATE SCHEMA IF NOT EXISTS bronze; CREATE SCHEMA IF NOT EXISTS {layer}")
    warehouse.execute(
        "CREATE OR REPLACE TABLE bronze.raw_orders AS FROM read_csv(?, all_varchar = true)", [str(RAW_ORDERS)]
    )
    sql = (files / "pipeline.sql").read_text()
    warehouse.execute(f"CREATE OR REPLACE TABLE {layer}.{name} AS {sql}")
    [(rows,)] = warehouse.execute(f"SELECT COUNT(*) FROM {layer}.{name}").fetchall()
    print(rows, "rows")
    return sum(has_failed(warehouse, test) for test in sorted(files.glob("tests/quality/*.sql")))


def has_failed(warehouse: duckdb.DuckDBPyConnection, test: Path) -> bool:
    wrong = warehouse.execute(test.read_text()).fetchall()  # a test selects what is wrong
    print(f"{test.name}: {'failed' if wrong else 'passed'}", *wrong)
    return bool(wrong)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pipeline", required=True)
    parser.add_argument("--version", type=int)
    parser.add_argument("--url", default=URL)
    parser.add_argument("--sign", choices=["iam"])
    args, _ = parser.parse_known_args()  # Glue adds arguments of its own

    client = Client(args.url, sign=args.sign)
    # A directory of its own: no pull of another run can touch it. The service notes how the run ended.
    with client.run(args.pipeline, version=args.version) as noted, tempfile.TemporaryDirectory() as home:
        pulled = client.pull(args.pipeline, Path(home, "run"), version=noted.version_number)
        print(f"v{pulled.manifest.version_number}", end=", ")
        _, layer, name = args.pipeline.split("/")
        sys.exit(1 if run(pulled.snapshot, layer, name) else 0)
