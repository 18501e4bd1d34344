"""What a run does: dbt builds all of this directory into the DuckDB file WAREHOUSE."""

import os
import sys
from pathlib import Path

import duckdb
from dbt.cli.main import dbtRunner

PROJECT = str(Path(__file__).parent)
WAREHOUSE = os.environ["WAREHOUSE"]


def build() -> bool:
    made = f"{WAREHOUSE}.dbt"  # not in PROJECT, which is a version and stays as it is
    places = ["--project-dir", PROJECT, "--profiles-dir", PROJECT, "--target-path", made, "--log-path", made]
    built = dbtRunner().invoke(["--quiet", "build", *places])
    if built.success:
        tests = sum(result.node.resource_type == "test" for result in built.result)
        print(tests, "tests passed:", *duckdb.connect(WAREHOUSE).sql("FROM clean_orders").fetchall())
    return built.success


if __name__ == "__main__":
    sys.exit(0 if build() else 1)
