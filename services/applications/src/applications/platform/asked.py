"""What an operation is handed of the request, whichever it is."""

from dataclasses import dataclass
from datetime import date, datetime

from applications.platform.caller import Caller
from applications.platform.database import Database


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, when, where the data is, and the id that this request has in every log."""

    database: Database
    caller: Caller
    now: datetime
    today: date
    request_id: str
