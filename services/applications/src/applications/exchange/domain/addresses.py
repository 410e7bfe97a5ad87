"""Where webhooks may go: by default to public addresses only, over TLS.

A name says nothing about where it leads. What it resolves to is judged each time, and the
connection is made to that very address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_HIGHEST_PORT: Final = 65535
_LOWEST_FREE_PORT: Final = 1024
_UNICAST: Final = tuple(ip_network(each) for each in ("0.0.0.0/0", "2000::/3"))
# Besides what Python knows, which differs between its versions: protocols' own; two that reach
# whatever IPv4 address is written into them, and the relay of one; documentation; and the public
# address at which a cloud tells its own machines their secrets.
_SHUT: Final = tuple(
    ip_network(each)
    for each in (
        "192.0.0.0/24", "2001::/23", "2002::/16", "192.88.99.0/24", "3fff::/20", "168.63.129.16/32",
    )
)  # fmt: skip

_NO_ADDRESS: Final = "Give the address of a host, with a port from 1 to 65535 where it has one."
_ONLY_TLS: Final = "Give an https address: this service sends over plain http to nobody outside."
_NOT_PUBLIC: Final = (
    "Give a public address: private, local and reserved ones are for the operator to allow "
    "(APPLICATIONS_WEBHOOK_ALLOWED_NETWORKS)."
)
_ODD_PORT: Final = "Give port 443, or one from 1024 on."


class EndpointRefusedError(Exception):
    """Nothing is sent to this address. The message says what to give in its place."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The parts of an address that matter for the connection."""

    scheme: str
    host: str
    port: int

    @property
    def literal(self) -> Address | None:
        """The address that the host is, where it is no name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None


def endpoint_of(url: str) -> Endpoint:
    """The endpoint of an http or https URL.

    Raises:
        EndpointRefusedError: It has no host, a user in it, or a port that is none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise EndpointRefusedError(_NO_ADDRESS) from None
    is_plain = parts.username is None and parts.password is None and not parts.fragment
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or not is_plain:
        raise EndpointRefusedError(_NO_ADDRESS)
    port = _DEFAULT_PORTS[parts.scheme] if port is None else port
    if not 1 <= port <= _HIGHEST_PORT:
        raise EndpointRefusedError(_NO_ADDRESS)
    return Endpoint(parts.scheme, parts.hostname, port)


def check_endpoint(endpoint: Endpoint, allowed: Networks) -> None:
    """Refuse what can be seen to be wrong before a name is resolved.

    Raises:
        EndpointRefusedError: It can never be sent to.
    """
    literal = endpoint.literal
    if literal is not None:
        check_address(endpoint, literal, allowed)
    elif not allowed:
        _check_as_public(endpoint)


def check_address(endpoint: Endpoint, address: Address, allowed: Networks) -> None:
    """Make sure that an address that an endpoint resolves to may be connected to.

    Raises:
        EndpointRefusedError: It may not.
    """
    address = _unmapped(address)
    if _is_in(address, allowed):
        return
    if not _is_public(address):
        raise EndpointRefusedError(_NOT_PUBLIC)
    _check_as_public(endpoint)


def _check_as_public(endpoint: Endpoint) -> None:
    if endpoint.scheme != "https":
        raise EndpointRefusedError(_ONLY_TLS)
    if endpoint.port < _LOWEST_FREE_PORT and endpoint.port != _DEFAULT_PORTS["https"]:
        raise EndpointRefusedError(_ODD_PORT)


def _unmapped(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _is_public(address: Address) -> bool:
    is_odd = address.is_multicast or address.is_reserved or _is_in(address, _SHUT)
    return address.is_global and not is_odd and _is_in(address, _UNICAST)


def _is_in(address: Address, networks: Networks) -> bool:
    return any(address in network for network in networks)
