"""Runs a pipeline while it is edited: python test/isolation/check.py S3_URL API_URL SERVER_NAME

Every run must be of exactly one version. The service at API_URL keeps its drafts in the bucket `isolation` at S3_URL.
SEED=… in the environment repeats what the editor does. Needs ../interop/requirements.txt.
"""

import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

sys.dont_write_bytecode = True

from editor import Editor  # noqa: E402
from executor import outcome, run_published, s3_client  # noqa: E402

LEAST_VERSIONS = 20
KINDS = 3


def expect(expected, found, what):
    if expected != found:
        raise AssertionError(f"{what}: expected {expected!r}, found {found!r}")


def run_while_editing(editor, seed, run):
    """The runs, of so many versions and with every kind of end that they tell something."""
    runs, over, random = [], Event(), Random(seed)

    def edit():
        while not over.is_set():
            editor.edit_at_random(random)

    with ThreadPoolExecutor() as pool:
        editing = pool.submit(edit)
        try:
            while len({r.version for r in runs}) < LEAST_VERSIONS or len({r.status for r in runs}) < KINDS:
                if editing.done():
                    break
                runs.append(run())
        finally:
            over.set()
        editing.result()
    return runs


def assess(runs, versions):
    for run in runs:
        published = versions[run.version]
        expect(published, run.contents, f"what a run of version {run.version} saw")
        tests = {path: text for path, text in published.items() if path.startswith("tests/")}
        expect(outcome(published["pipeline.sql"], tests), (run.status, run.reasons), f"the end of version {run.version}")
    numbers = [run.version for run in runs]
    expect(sorted(numbers), numbers, "versions in the order of the runs")


def check(s3_url, api_url, seed):
    name = f"runs_{time.time_ns()}"
    pipeline_url, s3 = f"{api_url}/api/v1/pipelines/tests/silver/{name}", s3_client(s3_url)
    editor = Editor(pipeline_url, s3, "isolation", f"tests/pipelines/silver/{name}/")
    editor.publish_seed()

    runs = run_while_editing(editor, seed, lambda: run_published(pipeline_url, s3))
    editor.roll_back(1)
    last = run_published(pipeline_url, s3)

    assess([*runs, last], editor.versions)
    expect((editor.versions[1], "passed"), (last.contents, last.status), "the run after the rollback")
    ends = ", ".join(f"{count} {status}" for status, count in sorted(Counter(run.status for run in runs).items()))
    print(f"{len(runs)} runs ({ends}), each of one of {len(editor.versions)} versions, during {editor.saves} saves")


seed = int(os.environ.get("SEED", time.time_ns() % 2**32))
try:
    check(*sys.argv[1:3], seed)
except BaseException:
    print(f"SEED={seed}")
    raise
