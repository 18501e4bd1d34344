"""The example for Step Functions: statelint reads it, LocalStack runs it, and what the job gets runs one version."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from local_service import ROOT, LocalService, localstack
from pipeline_versioning import Client

pytest.importorskip("statelint", reason="statelint is not installed; .ci/examples runs this")

EXAMPLE = ROOT / "examples/step-functions/clean_orders.asl.json"
DEMO = ROOT / "infra/local/provision/demo"
SECONDS = 60


class Machine:
    """The example in a LocalStack, behind whose API Gateway is the service."""

    def __init__(self, localstack: str, service: str) -> None:
        import boto3

        identity = {
            "region_name": "us-east-1",
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
        }
        self._states = boto3.client("stepfunctions", endpoint_url=localstack, **identity)
        api = _proxy(boto3.client("apigateway", endpoint_url=localstack, **identity), service)
        self.definition = _substituted(
            {"ApiEndpoint": f"{localstack}/restapis/{api}", "Stage": "v1", "JobName": "clean_orders"}
        )
        self._arn = self._states.create_state_machine(
            name="clean_orders", definition=self.definition, roleArn="arn:aws:iam::000000000000:role/any"
        )["stateMachineArn"]

    def verdict(self, definition: str) -> str:
        return str(self._states.validate_state_machine_definition(definition=definition)["result"])

    def run(self, pipeline: str) -> list[dict[str, Any]]:
        """The events of an execution that has ended."""
        execution = self._states.start_execution(
            stateMachineArn=self._arn, input=json.dumps({"pipeline": pipeline})
        )["executionArn"]
        deadline = time.monotonic() + SECONDS
        while self._states.describe_execution(executionArn=execution)["status"] == "RUNNING":
            assert time.monotonic() < deadline, "the execution does not end"
            time.sleep(0.1)
        events: list[dict[str, Any]] = self._states.get_execution_history(executionArn=execution)["events"]
        return events


def _proxy(gateway: Any, service: str) -> str:
    api = str(gateway.create_rest_api(name="pipeline-versioning")["id"])
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    every = gateway.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"]
    method = {"restApiId": api, "resourceId": every, "httpMethod": "GET"}
    path = "method.request.path.proxy"
    gateway.put_method(**method, authorizationType="NONE", requestParameters={path: True})
    gateway.put_integration(
        **method,
        type="HTTP_PROXY",
        integrationHttpMethod="GET",
        uri=f"{service}/{{proxy}}",
        requestParameters={"integration.request.path.proxy": path},
    )
    gateway.create_deployment(restApiId=api, stageName="v1")
    return api


def _substituted(values: dict[str, str]) -> str:
    text = EXAMPLE.read_text()
    for name, value in values.items():
        assert f"${{{name}}}" in text
        text = text.replace(f"${{{name}}}", value)
    assert "${" not in text
    return text


@pytest.fixture(scope="module")
def machine(service: LocalService) -> Iterator[Machine]:
    with localstack() as url:
        yield Machine(url, service.url)


def lint(definition: str) -> int:
    return subprocess.run([sys.executable, "-m", "statelint", definition]).returncode


def test_the_definition_is_one_of_step_functions(machine: Machine) -> None:
    assert lint(EXAMPLE.read_text()) == 0
    assert lint(EXAMPLE.read_text().replace('"Next": "Run"', '"Next": "Nowhere"')) == 1
    assert machine.verdict(machine.definition) == "OK"
    assert machine.verdict(machine.definition.replace("States.Format", "States.Unknown")) == "FAIL"


def test_the_job_gets_the_version_that_was_current_when_the_execution_began(
    service: LocalService, client: Client, machine: Machine
) -> None:
    files = {str(path.relative_to(DEMO)): path.read_text() for path in DEMO.rglob("*") if path.is_file()}
    pipeline = service.new_pipeline(files)
    refused = machine.run(pipeline)
    assert refused[-1]["type"] == "ExecutionFailed"
    assert "has never been published" in refused[-1]["executionFailedEventDetails"]["cause"]

    client.publish(pipeline, "First version")
    *_, job = [event for event in machine.run(pipeline) if event["type"] == "TaskScheduled"]
    assert job["taskScheduledEventDetails"]["resourceType"] == "glue"
    arguments = json.loads(job["taskScheduledEventDetails"]["parameters"])["Arguments"]
    assert arguments == {"--pipeline": pipeline, "--version": "1"}

    service.save(pipeline, "pipeline.sql", "SELECT 'newer' AS order_id, 0 AS amount, 'paid' AS status")
    client.publish(pipeline, "Second version")
    assert _job_prints(service.url, arguments)[0] == "v1, 3 rows"


def _job_prints(url: str, arguments: dict[str, str]) -> list[str]:
    """By the script that the README names, with what Glue adds."""
    given = [word for pair in {**arguments, "--job-bookmark-option": "off"}.items() for word in pair]
    script: list[str | Path] = [sys.executable, ROOT / "examples/duckdb/run.py", "--url", url, *given]
    return subprocess.run(script, stdout=subprocess.PIPE, text=True).stdout.splitlines()
