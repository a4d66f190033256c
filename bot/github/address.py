"""Where GitHub's API is: checked once when it is configured, and the measure of where a token may go."""

import ipaddress
from dataclasses import dataclass
from typing import Self

from yarl import URL


@dataclass(frozen=True, slots=True)
class Address:
    """The REST base (no slash at its end) and the GraphQL endpoint."""

    rest: URL
    graphql: URL

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the operator's API URL. Raises `ValueError` with what is wrong and what to do.

        GitHub Enterprise Server keeps REST at `/api/v3` and GraphQL at `/api/graphql`; github.com and the others keep
        GraphQL below the base.
        """
        try:
            url = URL(text.strip())
        except ValueError as wrong:
            raise ValueError(f"the GitHub API URL is not a URL: {wrong}") from wrong
        if url.scheme not in {"http", "https"} or not url.host:
            raise ValueError("the GitHub API URL must look like https://api.github.com or https://HOST/api/v3")
        if url.user is not None or url.password is not None:
            raise ValueError("the GitHub API URL must not carry a user name or password")
        if url.query_string or url.fragment:
            raise ValueError("the GitHub API URL must not carry a query or a fragment")
        if url.scheme == "http" and not _is_loopback(url.host):
            raise ValueError("the GitHub API URL must use https: tokens travel on it (http only for this machine)")
        path = url.path.rstrip("/")
        server = path.removesuffix("/v3") if path.endswith("/api/v3") else path
        return cls(rest=url.with_path(path), graphql=url.with_path(f"{server}/graphql"))

    def covers(self, url: URL) -> bool:
        """Whether `url` is part of this API, so that a token may be sent there."""
        here = (self.rest.scheme, self.rest.host, self.rest.port)
        if url.user is not None or (url.scheme, url.host, url.port) != here:
            return False
        return url == self.graphql or url.path.startswith(self.rest.path.rstrip("/") + "/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
