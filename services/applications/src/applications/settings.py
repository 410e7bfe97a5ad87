"""What an operator sets: environment variables that begin with APPLICATIONS_, or secret files."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Final

from cryptography.fernet import Fernet
from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from plumbing.clock import Clock, FileClock, SystemClock

_SHARED: Final = Path(__file__).resolve().parents[4] / "shared"


def _listed(value: object) -> object:
    return [each for each in value.split(",") if each] if isinstance(value, str) else value


def _sealing(keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    for key in keys:
        Fernet(key.get_secret_value())  # which refuses what is no key
    return keys


_Listed: Final = BeforeValidator(_listed)


class Settings(BaseSettings):
    """Settings of applications and its worker.

    Each is read from the environment variable `APPLICATIONS_` and its name, in capitals, or from a
    file of that name in the folder that APPLICATIONS_SECRETS_DIR names.
    """

    model_config = SettingsConfigDict(env_prefix="APPLICATIONS_", frozen=True, extra="ignore")

    database_url: SecretStr
    """Where PostgreSQL is, as the app's own role: `postgresql+asyncpg://...`."""
    owner_database_url: SecretStr | None = None
    """The same as the owner of the tables: for `migrate` and `authority`, never to serve."""
    paycalc_url: str = "http://127.0.0.1:8001"
    """Where paycalc answers."""
    pool_size: int = Field(default=16, ge=1, le=200)
    """The most connections to PostgreSQL that this process holds."""
    short_transactions_at_once: int = Field(default=2, ge=1, le=200)
    """How many short transactions are under way at a time; those beyond 50 ms do not count. More
    where PostgreSQL is far away or slow to write, so that most of the time is waiting."""
    cursor_key: SecretStr = SecretStr("")
    """What the cursors of lists are sealed with; the same for every process of a deployment."""
    checkpoint_key_file: Path | None = None
    """The Ed25519 private key (PEM) that checkpoints of the log are signed with."""
    webhook_keys: Annotated[tuple[SecretStr, ...], NoDecode, _Listed, AfterValidator(_sealing)] = ()
    """What the secrets of webhooks are sealed with: 32 bytes each in url-safe base64, with commas
    between them. The first seals; the others open what they sealed before. Without one, nobody can
    add a webhook."""
    webhook_allowed_networks: Annotated[
        tuple[IPv4Network | IPv6Network, ...], NoDecode, _Listed
    ] = ()
    """Networks (such as 10.20.0.0/16), with commas between them, that webhooks may be sent to
    though they are not public; to them also over plain http and to any port."""
    webhook_ca_file: Path | None = None
    """Certificate authorities (PEM) to trust for webhooks, besides the public ones."""
    webhook_seconds: float = Field(default=20.0, ge=1, le=30)
    """The longest that an endpoint may take to answer (seconds)."""
    jwks_seconds_between_fetches: float = Field(default=60.0, ge=0)
    """How long an issuer's keys are kept before an unknown key id makes us ask again (seconds)."""
    schemes_dir: Path | None = Field(
        default=None, validation_alias=AliasChoices("SCHEMES_DIR", "APPLICATIONS_SCHEMES_DIR")
    )
    """A folder of the operator's own scheme files, beside those that come with the service."""
    clock_file: Path | None = Field(
        default=None, validation_alias=AliasChoices("CLOCK_FILE", "APPLICATIONS_CLOCK_FILE")
    )
    """A file that holds the day or instant to take for now: with loopback issuers only."""
    days_before_sending_again: int = Field(default=7, ge=1, le=365)
    """How many days the HRIS may take to answer a variation before it is sent again."""
    days_to_keep_deliveries: int = Field(default=400, ge=30, le=3660)
    """How many days what was sent to webhooks is kept once it was delivered or given up. The events
    that it told of stay."""
    upload_dir: Path | None = None
    """Where files are while they come in, nameless; the system's folder for temporary files where
    it is not set. On a disk: `upload_most_bytes` for each of `uploads_at_once`."""
    upload_most_bytes: int = Field(default=25 * 1024 * 1024, ge=1024, le=200 * 1024 * 1024)
    """How large a file of evidence may be (bytes)."""
    uploads_at_once: int = Field(default=20, ge=1, le=200)
    """How many files may come in at once; more are told to come again."""
    clamd_url: str | None = Field(default=None, pattern=r"^tcp://[A-Za-z0-9.:-]+:[0-9]{1,5}$")
    """Where clamd listens, as `tcp://host:port`: what it cannot clear is not taken. Without it
    nothing is claimed about viruses. Its StreamMaxLength must be above `upload_most_bytes`."""
    clamd_seconds: float = Field(default=60.0, gt=0, le=600)
    """How long clamd may take over a file before it counts as away (seconds)."""
    drain_seconds: float = Field(default=0.0, ge=0, le=60)
    """How long to go on answering after a request to stop (seconds)."""

    def make_clock(self) -> Clock:
        """The clock that this process goes by."""
        return FileClock(self.clock_file) if self.clock_file else SystemClock()

    @property
    def scheme_folders(self) -> tuple[Path, ...]:
        """The folders of scheme files, the supplied one first."""
        return tuple(folder for folder in (_SHARED / "schemes", self.schemes_dir) if folder)
