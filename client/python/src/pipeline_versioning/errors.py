"""How a call can fail. The service's refusals are classes by their code: PIPELINE_NOT_FOUND is PipelineNotFound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


class PipelineVersioningError(Exception):
    """Anything that this package raises, except ValueError and TypeError for wrong arguments."""

    idempotency_key: str | None = None
    """Of a publish or a rollback that failed: repeated with this key, it makes no second version."""


class Unreachable(PipelineVersioningError):
    """No answer, or one that is not this service's. The service may have carried out the request."""

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class PullFailed(PipelineVersioningError):
    """Files could not be had as they are pinned. What was there before the pull is there still."""


@dataclass(frozen=True)
class Refusal:
    """The service's error envelope."""

    status: int
    code: str
    type: str
    message: str
    request_id: str
    details: Mapping[str, object]
    retry_after: float | None


class ServiceError(PipelineVersioningError):
    """The service refused the request. Codes that this package does not know are of this class itself."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.status = refusal.status
        self.code = refusal.code
        self.type = refusal.type
        self.message = refusal.message
        self.request_id = refusal.request_id
        self.details = refusal.details
        self.retry_after = refusal.retry_after
        """In seconds."""
        self.attempts = 1
        """How many times the request was sent."""

    def __reduce__(self) -> tuple[object, ...]:
        refusal = Refusal(
            self.status, self.code, self.type, self.message, self.request_id, self.details, self.retry_after
        )
        # Worker pools send exceptions between processes.
        return (type(self), (refusal,), {"attempts": self.attempts, "idempotency_key": self.idempotency_key})


class Unauthenticated(ServiceError): ...


class Forbidden(ServiceError): ...


class InvalidRequest(ServiceError): ...


class RouteNotFound(ServiceError): ...


class MethodNotAllowed(ServiceError): ...


class BodyTooLarge(ServiceError): ...


class UnsupportedEncoding(ServiceError): ...


class PipelineNotFound(ServiceError): ...


class VersionNotFound(ServiceError): ...


class FileNotFound(ServiceError): ...


class NotPublished(ServiceError): ...


class VersionConflict(ServiceError): ...


class DraftChanging(ServiceError): ...


class PinnedFilesMissing(ServiceError): ...


class BucketNotVersioned(ServiceError): ...


class PathConflict(ServiceError): ...


class PreconditionFailed(ServiceError): ...


class EmptyDraft(ServiceError): ...


class MissingSource(ServiceError): ...


class UnversionedFiles(ServiceError): ...


class DraftTooLarge(ServiceError): ...


class FileTooLarge(ServiceError): ...


class ChecksFailed(ServiceError): ...


class CheckUnavailable(ServiceError): ...


class IdempotencyKeyReused(ServiceError): ...


class DraftRunsDisabled(ServiceError): ...


class Frozen(ServiceError): ...


class Throttled(ServiceError): ...


class Unavailable(ServiceError): ...


class AnswerTooLarge(ServiceError): ...


class Internal(ServiceError): ...


def _code_of(cls: type[ServiceError]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).upper()


_BY_CODE = {_code_of(cls): cls for cls in ServiceError.__subclasses__()}


def error_of(refusal: Refusal) -> ServiceError:
    return _BY_CODE.get(refusal.code, ServiceError)(refusal)
