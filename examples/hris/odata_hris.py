"""An HRIS with OData reads, JSON writes, and ids that do not last.

Its assignments have an `AssignmentId` that is another one after every rebuild of its views. So an
assignment is found by employee number and post number, its id is used at once and never kept, and
an id that is gone by then (404) is looked up again.

Run it from a scheduler, or after each message of a webhook. Each variation that waits is noted as
sent, put into the HRIS unless it is there already under our reference, and acknowledged. Whatever
line a run stops at, the next one goes on from there, and nothing is done twice.
"""

import httpx

from spinepoint import (
    Json,
    RefusedError,
    acknowledge,
    ask,
    connect,
    good,
    reject,
    send,
    variations,
)

GONE = 404
TURNED_DOWN = (409, 422)
LOOK_UPS = 5


def main() -> None:
    """Take what waits to the HRIS."""
    with connect("APPLICATIONS") as spinepoint, connect("HRIS") as hris:
        for variation in variations(spinepoint, "approved", "sent"):
            carry(spinepoint, hris, variation)


def carry(spinepoint: httpx.Client, hris: httpx.Client, variation: Json) -> None:
    """Take one variation to the HRIS, and its answer back."""
    send(spinepoint, variation)
    earlier = rows(hris, "Changes", ExternalReference=variation["variation_id"])
    if earlier:  # a run before this one stopped between the write and the acknowledgement
        acknowledge(spinepoint, variation, earlier[0]["ChangeNumber"])
        return
    answer = write(hris, variation)
    if answer is None:
        words = "The HRIS has no single assignment of this employee number and post number."
        reject(spinepoint, variation, "post_not_found", words)
    elif answer.status_code in TURNED_DOWN:
        reject(spinepoint, variation, answer.json()["code"], answer.json()["message"])
    else:
        acknowledge(spinepoint, variation, good(answer).json()["changeNumber"])


def write(hris: httpx.Client, variation: Json) -> httpx.Response | None:
    """Put a change into the HRIS; nothing where it has no such assignment."""
    change = {
        "externalReference": variation["variation_id"],
        "effectiveDate": variation["effective_from"],
        "grade": variation["grade"],
        "point": variation["point"]["position"],
    }
    for _ in range(LOOK_UPS):
        found = rows(
            hris,
            "Assignments",
            EmployeeNumber=variation["employee_number"],
            PostNumber=variation["post_number"],
        )
        if len(found) != 1:
            return None
        path = f"/assignments/{found[0]['AssignmentId']}/changes"
        answer = ask(hris, "POST", path, json=change)
        if answer.status_code != GONE:
            return answer
    raise RefusedError("The HRIS gives ids that are gone before they can be used: try later.")


def rows(hris: httpx.Client, entity: str, **equal: str) -> list[Json]:
    """The rows of an OData entity that have these values, page by page."""
    quoted = {name: value.replace("'", "''") for name, value in equal.items()}
    wanted = " and ".join(f"{name} eq '{value}'" for name, value in quoted.items())
    page = good(ask(hris, "GET", f"/odata/{entity}", params={"$filter": wanted})).json()
    found: list[Json] = page["value"]
    while "@odata.nextLink" in page:
        page = good(ask(hris, "GET", page["@odata.nextLink"])).json()
        found += page["value"]
    return found


if __name__ == "__main__":
    main()
