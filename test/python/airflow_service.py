"""Airflow as a team has it: API server, scheduler with LocalExecutor, DAG processor, on SQLite."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

PATIENCE = 150.0
PROGRAMS = ("api-server", "scheduler", "dag-processor")


def until(what: str, look: Callable[[], T | None]) -> T:
    """Asks again until there is an answer. What never comes to pass is a failure that says what it was."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found is not None and found is not False:
            return found
        time.sleep(0.2)
    raise AssertionError(f"never seen: {what}")


class Airflow:
    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.url = f"http://127.0.0.1:{port}"
        self._token: str | None = None

    def dag(self, name: str) -> Mapping[str, Any] | None:
        found: Mapping[str, Any] | None = self._ask("GET", f"/api/v2/dags/{name}")
        return found

    def import_errors(self) -> Any:
        return (self._ask("GET", "/api/v2/importErrors") or {})["import_errors"]

    def trigger(self, dag: str, run: str) -> None:
        assert self._ask("POST", f"/api/v2/dags/{dag}/dagRuns", {"dag_run_id": run, "logical_date": None})

    def run(self, dag: str, run: str) -> Mapping[str, Any]:
        return self._ask("GET", f"/api/v2/dags/{dag}/dagRuns/{run}") or {}

    def version_link(self, dag: str) -> str | None:
        versions = (self._ask("GET", f"/api/v2/dags/{dag}/dagVersions") or {})["dag_versions"]
        newest = max(versions, key=lambda version: int(version["version_number"]))
        link: str | None = newest["bundle_url"]
        return link

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        """`None` while nobody answers, or nothing is there."""
        try:
            if self._token is None:
                self._token = self._open("GET", "/auth/token", None)["access_token"]
            return self._open(method, path, body)
        except urllib.error.HTTPError as error:
            if error.code != 404:
                raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error
            return None
        except OSError:
            return None

    def _open(self, method: str, path: str, body: object) -> Any:
        headers = {"Content-Type": "application/json"}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


@contextmanager
def running_airflow(home: Path, bundles: object, variables: Mapping[str, str]) -> Iterator[Airflow]:
    port = _free_port()
    env = {**os.environ, **_settings(home, port, bundles), **variables}
    airflow = [str(Path(sys.executable).parent / "airflow")]
    subprocess.run([*airflow, "db", "migrate"], env=env, check=True, stdout=subprocess.DEVNULL)
    programs = [_started([*airflow, name], env, home / f"{name}.log") for name in PROGRAMS]
    try:
        yield Airflow(home, port)
    except BaseException:
        for name in PROGRAMS:
            print(f"--- {name}\n{(home / f'{name}.log').read_text(errors='replace')[-6000:]}")
        raise
    finally:
        for sent in (signal.SIGTERM, signal.SIGKILL):
            for program in programs:
                _end(program, sent)


def _started(command: list[str], env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """In a group of its own: its children end with it."""
    with log.open("wb") as output:
        return subprocess.Popen(command, env=env, stdout=output, stderr=output, start_new_session=True)


def _end(program: subprocess.Popen[bytes], sent: signal.Signals) -> None:
    try:
        os.killpg(program.pid, sent)
        program.wait(timeout=20)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        pass


def _settings(home: Path, port: int, bundles: object) -> Mapping[str, str]:
    url = f"http://127.0.0.1:{port}"
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API_AUTH__JWT_SECRET": "of this test alone, and long enough to sign with",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "false",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "1",
        "AIRFLOW__CORE__PARALLELISM": "2",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "true",
        "AIRFLOW__DAG_PROCESSOR__BUNDLE_REFRESH_CHECK_INTERVAL": "1",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps(bundles),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH": str(home / "bundles"),
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "1",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
