"""Airflow 2, or MWAA: the first task says which version the run uses, and all others read that version alone."""

from __future__ import annotations

import os
from datetime import datetime

from airflow.decorators import dag, task
from pipeline_versioning import Client

PIPELINE = os.environ.get("PIPELINE", "default/silver/clean_orders")


def client() -> Client:
    return Client(os.environ["PIPELINE_VERSIONING_URL"])


@task
def resolve() -> int:
    """Its result goes to the other tasks by XCom. A retry of a later task finds the same number there."""
    return client().manifest(PIPELINE).version_number


@task
def transform(version: int) -> int:
    service = client()
    sql = service.read(service.manifest(PIPELINE, version=version).source).decode()
    print(f"v{version} runs:\n{sql}")  # hand it to your engine
    return version


@task
def check(version: int) -> None:
    service = client()
    for file in service.manifest(PIPELINE, version=version).quality_tests:
        print(f"v{version} checks by {file.path}:\n{service.read(file).decode()}")


@dag(schedule="@daily", start_date=datetime(2026, 1, 1), catchup=False)
def clean_orders() -> None:
    check(transform(resolve()))


clean_orders()
