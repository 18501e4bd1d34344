"""Runs a version of a pipeline, the current one unless it is named: run.py PIPELINE [VERSION]"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline_versioning import Client

URL = os.environ.get("PIPELINE_VERSIONING_URL", "http://127.0.0.1:8080")


def run(pipeline: str, version: int | None) -> int:
    # A directory of its own: no pull of another run can touch it.
    with tempfile.TemporaryDirectory() as home:
        pulled = Client(URL).pull(pipeline, Path(home, "project"), version=version)
        print(f"v{pulled.manifest.version_number}", end=", ", flush=True)
        return subprocess.run([sys.executable, "-B", pulled.snapshot / "pipeline.py"]).returncode


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None))
