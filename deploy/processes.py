"""What runs on one machine, in the order in which it is started."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deploy.children import HOST

ROOT: Final = Path(__file__).resolve().parents[1]
RUN: Final = Path(os.environ.get("RUN_FOLDER") or ROOT / ".run").resolve()
"""Logs, keys and data: another folder is another installation, beside this one."""
CHECKPOINT_KEY: Final = RUN / "checkpoint-key.pem"
"""What the log's checkpoints are signed with here; made at random the first time."""

CLOCK: Final = RUN / "clock"
"""What all services go by until the demonstration has been made."""

WEBHOOK_KEYS: Final = RUN / "secrets" / "applications_webhook_keys"
"""What the secrets of webhooks are sealed with here; made at random the first time."""


class PortError(Exception):
    """A port was given that is none."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each service listens; the name in capitals with _PORT is the variable that says so."""

    applications: int = 8000
    paycalc: int = 8001
    issuer: int = 9000
    postgres: int = 5433

    def items(self) -> Mapping[str, int]:
        """Return the ports by the variables that set them."""
        return {
            "APPLICATIONS_PORT": self.applications,
            "PAYCALC_PORT": self.paycalc,
            "ISSUER_PORT": self.issuer,
            "POSTGRES_PORT": self.postgres,
        }


def ports(environment: Mapping[str, str] = os.environ) -> Ports:
    """Return the ports that the environment gives, and the usual ones besides.

    Raises:
        PortError: when what it gives is no port.
    """
    usual = Ports().items()
    found = {}
    for name in usual:
        text = environment.get(name) or str(usual[name])
        if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:  # noqa: PLR2004
            raise PortError(f"{name} is no port: give a number from 1 to 65535.")
        found[name.removesuffix("_PORT").lower()] = int(text)
    return Ports(**found)


@dataclass(frozen=True, slots=True)
class Process:
    """A program of ours.

    Attributes:
        name: What it is called, in messages and in the name of its log.
        arguments: What comes behind `python -m`.
        environment: What it is told, besides what everything is told.
        ready: An address that answers with success once it can be used.
        once: Whether it does its work and ends, before the next is started.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: str | None = None
    once: bool = False

    @property
    def command(self) -> list[str]:
        """What is run."""
        return [sys.executable, "-m", *self.arguments]

    @property
    def log(self) -> Path:
        """The file that all it says goes to."""
        return RUN / f"{self.name}.log"


def processes(at: Ports, owner_url: str, app_url: str) -> list[Process]:
    """Return what is started beside PostgreSQL, in order."""
    service = {
        "APPLICATIONS_DATABASE_URL": app_url,
        "APPLICATIONS_PAYCALC_URL": f"http://{HOST}:{at.paycalc}",
    }
    keyed = {
        **service,
        "APPLICATIONS_SECRETS_DIR": str(WEBHOOK_KEYS.parent),
        "APPLICATIONS_WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
    }
    owner = {**service, "APPLICATIONS_OWNER_DATABASE_URL": owner_url}
    keys = str(RUN / "issuer")
    demonstrated = {
        **owner,
        "APPLICATIONS_URL": f"http://{HOST}:{at.applications}",
        "ISSUER_URL": f"http://{HOST}:{at.issuer}",
    }
    return [
        Process("migrate", ("applications", "migrate"), owner, once=True),
        _server("issuer", at.issuer, ("deploy.issuer", "--keys", keys)),
        _server("paycalc", at.paycalc, ("paycalc", "serve", "--host", HOST)),
        _server("applications", at.applications, ("applications", "serve", "--host", HOST), keyed),
        Process(
            "worker",
            ("applications", "worker"),
            {**keyed, "APPLICATIONS_CHECKPOINT_KEY_FILE": str(CHECKPOINT_KEY)},
        ),
        Process("demonstrate", ("deploy.demonstrate",), demonstrated, once=True),
    ]


def _server(
    name: str, port: int, arguments: tuple[str, ...], environment: Mapping[str, str] | None = None
) -> Process:
    ready = f"http://{HOST}:{port}/readyz"
    return Process(name, (*arguments, "--port", str(port)), environment or {}, ready)
