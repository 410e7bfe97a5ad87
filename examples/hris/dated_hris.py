"""An HRIS whose assignments are effective-dated, changed by PATCH from a day on.

A change may lie in the future or in the past. What the HRIS already has from a later day is not
ours to overwrite: a change before it is put in between (`UPDATE_CHANGE_INSERT`), and holds until
then. `UPDATE_OVERRIDE`, which removes what comes later, is never sent. A row that already begins on
our day is corrected. Where a later row still has the grade from before, `GET /v1/reconciliation`
lists the post, and a person settles it.
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

GONE = 404
CHANGED_MEANWHILE = 412
TURNED_DOWN = (409, 422)


def main() -> None:
    """Take what waits to the HRIS."""
    with connect("APPLICATIONS") as spinepoint, connect("HRIS") as hris:
        for variation in variations(spinepoint, "approved", "sent"):
            carry(spinepoint, hris, variation)


def carry(spinepoint: httpx.Client, hris: httpx.Client, variation: Json) -> None:
    """Take one variation to the HRIS, and its answer back."""
    send(spinepoint, variation)
    answer = write(hris, variation)
    if answer.status_code == GONE:
        words = "The HRIS has no assignment of this employee number and post number."
        reject(spinepoint, variation, "post_not_found", words)
    elif answer.status_code in TURNED_DOWN:
        reject(spinepoint, variation, answer.json()["code"], answer.json()["message"])
    else:
        acknowledge(spinepoint, variation, good(answer).json()["reference"])


def write(hris: httpx.Client, variation: Json) -> httpx.Response:
    """PATCH the assignment from the variation's day on, unless it is there already."""
    path = f"/assignments/{variation['employee_number']}/{variation['post_number']}"
    while True:
        found = ask(hris, "GET", path)
        if not found.is_success:
            return found
        history = found.json()["rows"]
        ours = [row for row in history if row["external"] == variation["variation_id"]]
        if ours:  # a run before this one stopped before the acknowledgement
            return httpx.Response(200, json=ours[0])
        answer = ask(
            hris,
            "PATCH",
            path,
            json={
                "grade": variation["grade"],
                "point": variation["point"]["position"],
                "external": variation["variation_id"],
            },
            headers={
                "Effective-From": variation["effective_from"],
                "Range-Mode": mode(history, variation["effective_from"]),
                "If-Match": found.headers["ETag"],
            },
        )
        if answer.status_code != CHANGED_MEANWHILE:
            return answer


def mode(history: list[Json], day: str) -> str:
    """How a change from a day on goes into what the HRIS has: nothing later is overwritten."""
    days = [row["from"] for row in history]
    if day in days:
        return "CORRECTION"
    return "UPDATE_CHANGE_INSERT" if max(days, default="") > day else "UPDATE"


if __name__ == "__main__":
    main()
