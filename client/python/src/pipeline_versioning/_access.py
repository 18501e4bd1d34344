"""How requests say who sends them: a bearer token, a signature by AWS credentials, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import SplitResult

from ._addresses import is_confidential, origin_of
from ._http import Request

Access = Callable[[Request], Mapping[str, str]]
"""All headers to send. Called before every attempt, because signatures and tokens expire."""

Token = str | Callable[[], str]


def access_of(
    url: SplitResult, token: Token | None, sign: Literal["iam"] | None, region: str | None
) -> Access:
    """Raises ValueError for settings that make no sense, or would show credentials on the way."""
    if token is None and sign is None:
        return lambda request: request.headers
    if token is not None and sign is not None:
        raise ValueError("A request carries a token or a signature, not both: leave one out.")
    if not is_confidential(url):
        raise ValueError(f"Credentials are not sent to {origin_of(url)} in the clear; use https.")
    if token is not None:
        return _bearer(token)
    if sign != "iam":
        raise ValueError(f'{sign!r} is no way to sign; "iam" is.')
    return _signature(url, region)


def _bearer(token: Token) -> Access:
    def headers(request: Request) -> Mapping[str, str]:
        value = token if isinstance(token, str) else token()
        return {**request.headers, "Authorization": f"Bearer {value}"}

    return headers


def _signature(url: SplitResult, region: str | None) -> Access:
    try:
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.session import Session
    except ImportError as error:
        raise ImportError("sign='iam' needs botocore: pip install 'pipeline-versioning[iam]'") from error

    # As whom the AWS SDK finds by its standard chain: variables, profiles, SSO, roles.
    session = Session()
    credentials = session.get_credentials()
    if credentials is None:
        raise ValueError("There are no AWS credentials to sign with.")
    where = region or _region_of_api_gateway(url) or session.get_config_variable("region")
    if where is None:
        raise ValueError("We need the region of the API to sign: pass region= or set AWS_REGION.")

    def headers(request: Request) -> Mapping[str, str]:
        signed: Any = AWSRequest(request.method, request.url, dict(request.headers), request.body)
        SigV4Auth(credentials.get_frozen_credentials(), "execute-api", where).add_auth(signed)
        return dict(signed.headers.items())

    return headers


def _region_of_api_gateway(url: SplitResult) -> str | None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html"""
    found = re.search(r"\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$", url.hostname or "")
    return found and found[1]
