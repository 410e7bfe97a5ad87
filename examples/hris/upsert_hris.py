"""An HRIS whose upsert takes many rows, and answers 200 with failed rows inside.

The status says that the request was read, and nothing of its rows. So each row's result is looked
at: what was taken is acknowledged with the HRIS's reference, what failed is rejected in the HRIS's
own words, and a row without a result stays sent, for the next run.

An upsert is known by its key (here our variation's id), and so may be repeated: a run that stopped
after the HRIS wrote and before it was acknowledged here is simply run again.
"""

import httpx

from spinepoint import (
    Json,
    acknowledge,
    ask,
    connect,
    good,
    reject,
    send,
    variations,
)

AT_ONCE = 100


def main() -> None:
    """Take what waits to the HRIS."""
    with connect("APPLICATIONS") as spinepoint, connect("HRIS") as hris:
        waiting = variations(spinepoint, "approved", "sent")
        for first in range(0, len(waiting), AT_ONCE):
            carry(spinepoint, hris, waiting[first : first + AT_ONCE])


def carry(spinepoint: httpx.Client, hris: httpx.Client, waiting: list[Json]) -> None:
    """Take some variations to the HRIS in one request, and its answer to each back."""
    for variation in waiting:
        send(spinepoint, variation)
    results = upsert(hris, waiting)
    for variation in waiting:
        result = results.get(variation["variation_id"])
        if result is None:
            print(f"{variation['variation_id']}: no word of it; the next run sends it again")
        elif result["status"] == "OK":
            acknowledge(spinepoint, variation, result["reference"])
        else:
            reject(spinepoint, variation, result["code"], result["message"])


def upsert(hris: httpx.Client, waiting: list[Json]) -> dict[str, Json]:
    """What the HRIS says of each row, by the key that we gave it."""
    rows = [
        {
            "key": variation["variation_id"],
            "employeeNumber": variation["employee_number"],
            "postNumber": variation["post_number"],
            "effectiveDate": variation["effective_from"],
            "grade": variation["grade"],
            "point": variation["point"]["position"],
        }
        for variation in waiting
    ]
    answer = good(ask(hris, "POST", "/upsert", json={"rows": rows}))
    return {result["key"]: result for result in answer.json()["results"]}


if __name__ == "__main__":
    main()
