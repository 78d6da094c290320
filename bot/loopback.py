"""Addresses of this machine itself, which nobody outside can reach."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: 127.0.0.0/8, ::1 or localhost."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def host_and_port(address: str) -> tuple[str, int]:
    """Read an address such as 127.0.0.1:9464 or [::1]:9464.

    Raises ValueError, whose message says what it must be, for any other and for other machines.
    """
    parts = urlsplit(f"//{address}")
    if f"//{address}" != f"//{parts.netloc}" or "@" in address or not parts.hostname:
        raise ValueError("it must be an address such as 127.0.0.1:9464")
    if not is_loopback(parts.hostname):
        raise ValueError("it must be of this machine, such as 127.0.0.1:9464")
    port = parts.port  # a ValueError too, when it is no number up to 65535
    if port is None:
        raise ValueError("it must tell the port, such as 127.0.0.1:9464")
    return parts.hostname, port


def local_url(url: str) -> str:
    """The address of an http server on this machine, without a slash at its end.

    Raises ValueError, whose message says what it must be, for any other.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.netloc or "@" in parts.netloc:
        raise ValueError("it must be an address such as http://127.0.0.1:8080")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("it must have no path, such as http://127.0.0.1:8080")
    host_and_port(parts.netloc)
    return f"http://{parts.netloc}"
