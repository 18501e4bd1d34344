"""An executor that is not this project's: it asks the service which files a run uses, reads each by its version ID with
boto3, and runs the SQL on DuckDB."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import boto3
import duckdb
from botocore.config import Config

RAW_ORDERS = (Path(__file__).parent / "raw-orders.sql").read_text()
CREDENTIALS = {"aws_access_key_id": "local", "aws_secret_access_key": "local-secret", "region_name": "us-east-1"}


@dataclass(frozen=True)
class Run:
    version: int
    contents: dict  # all that the run saw: texts by path
    status: str  # passed, failed (a quality test has found rows) or broken (the engine refuses the SQL)
    reasons: tuple


def s3_client(url):
    return boto3.client("s3", endpoint_url=url, **CREDENTIALS, config=Config(s3={"addressing_style": "path"}))


def run_published(pipeline_url, s3):
    with urlopen(f"{pipeline_url}/published") as reply:
        manifest = json.load(reply)

    def read(file):
        pinned = {"Bucket": manifest["bucket"], "Key": file["key"], "VersionId": file["version_id"]}
        return s3.get_object(**pinned)["Body"].read().decode()

    source, config = (read(manifest[name]) for name in ("source", "config"))
    tests = {file["path"]: read(file) for file in manifest["quality_tests"]}
    contents = {manifest["source"]["path"]: source, manifest["config"]["path"]: config, **tests}
    return Run(manifest["version_number"], contents, *outcome(source, tests))


def outcome(source, tests):
    with duckdb.connect(":memory:") as engine:
        engine.execute(RAW_ORDERS)
        try:
            engine.execute(f"CREATE TABLE silver.clean_orders AS\n{source}")
            found = tuple(path for path, sql in sorted(tests.items()) if engine.execute(sql).fetchall())
        except duckdb.Error as error:
            return "broken", (str(error),)
    return ("failed", found) if found else ("passed", ())
