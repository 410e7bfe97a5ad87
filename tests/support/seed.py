"""One seed for everything random in a run: printed, and given again with `SEED=...`."""

import os
import secrets

SEED = int(os.environ.get("SEED") or secrets.randbelow(2**32))
os.environ["SEED"] = str(SEED)  # for every process of the run
