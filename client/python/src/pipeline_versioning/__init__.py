"""Run and publish exact versions of data pipelines whose files live in a versioned S3 bucket."""

from . import errors
from ._client import Client
from ._models import File, MadeVersion, Manifest, Pulled, ReportedRun, RunState, UnusablePath, Version
from ._runs import Run
from .errors import PipelineVersioningError, PullFailed, ServiceError, Unreachable

__all__ = [
    "Client",
    "File",
    "MadeVersion",
    "Manifest",
    "PipelineVersioningError",
    "PullFailed",
    "Pulled",
    "ReportedRun",
    "Run",
    "RunState",
    "ServiceError",
    "Unreachable",
    "UnusablePath",
    "Version",
    "errors",
]
