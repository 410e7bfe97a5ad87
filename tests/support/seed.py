"""One seed for everything random in a run: printed, and given again with `SEED=...`."""

import os
import secrets

SEED = int(os.environ.get("SEED") or secrets.randbelow(2**32))
