"""Runs Lambda functions as processes of this machine: LocalStack 4.14's own executor needs Docker.

Chosen by LAMBDA_RUNTIME_EXECUTOR=host with this folder on PYTHONPATH. Zip functions on Node.js only; no layers, no
limit of memory. host-init.ts beside it is what runs a function.
"""
import os
import subprocess
import tempfile
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import ExecutorEndpoint
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor
from localstack.utils.net import get_free_tcp_port

HOST_INIT = Path(__file__).resolve().parent / "host-init.ts"
# Of our own environment a function sees these and no more, as in a deployment.
PASSED_ON = ("PATH", "HOME", "LANG", "HOSTLAMBDA_RIC")
STOP_SECONDS = 5


class HostRuntimeExecutor(RuntimeExecutor):
    def __init__(self, id, function_version):
        super().__init__(id=id, function_version=function_version)
        self.executor_endpoint = ExecutorEndpoint(self.id)
        self.process = None
        self.log_path = Path(tempfile.gettempdir(), f"hostlambda-{self.id}.log")

    def start(self, env_vars):
        endpoint = self.executor_endpoint
        endpoint.start()
        endpoint.container_address, endpoint.container_port = "127.0.0.1", get_free_tcp_port()
        code = str(self.function_version.config.code.get_unzipped_code_location())
        env = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        env.update({name: str(value) for name, value in env_vars.items()})
        env.update(LAMBDA_TASK_ROOT=code, HOSTLAMBDA_PORT=str(endpoint.container_port))
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [os.environ["HOSTLAMBDA_NODE"], str(HOST_INIT)],
                cwd=code, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        endpoint.wait_for_startup()

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        try:
            self.executor_endpoint.shutdown()
        except Exception:
            # It may never have been started.
            pass
        self.log_path.unlink(missing_ok=True)

    def get_address(self):
        return "127.0.0.1"

    def get_endpoint_from_executor(self):
        return "127.0.0.1"

    def get_runtime_endpoint(self):
        return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}{self.executor_endpoint.get_endpoint_prefix()}"

    def invoke(self, payload):
        return self.executor_endpoint.invoke(payload)

    def get_logs(self):
        try:
            return self.log_path.read_text(errors="replace")
        except FileNotFoundError:
            return ""

    @classmethod
    def prepare_version(cls, function_version):
        if function_version.config.code:
            function_version.config.code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version):
        pass


class HostRuntimeExecutorPlugin(RuntimeExecutorPlugin):
    name = "host"

    def load(self, *args, **kwargs):
        return HostRuntimeExecutor
