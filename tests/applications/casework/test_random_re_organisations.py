"""Over HTTP: however a council re-organises, who may audit is who is independent, nobody else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.casework import CaseOf
from tests.support.council import Council, put
from tests.support.house_fixtures import MakeCouncil
from tests.support.random_organisation import HEAD, Organisation
from tests.support.rotherham import (
    ADMINISTRATOR,
    INDEPENDENT,
    OTHER_SERVICE,
    RESPONSIBLE,
    SECOND_INDEPENDENT,
    SERVICE,
    TEAM,
    THIRD_SERVICE,
    WORKER,
    Json,
    assessed,
    audit,
    move_team,
    settle,
)

HEADS = {RESPONSIBLE: SERVICE, INDEPENDENT: OTHER_SERVICE, SECOND_INDEPENDENT: THIRD_SERVICE}
SERVICES = tuple(HEADS.values())
Change = tuple[str, str, str, str]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("move", "lend", "act up")),
        st.sampled_from(tuple(HEADS)),
        st.sampled_from((*HEADS, "TM-2", WORKER)),
        st.sampled_from(SERVICES),
    ),
    min_size=2,
    max_size=5,
)


def re_organise(council: Council, organisation: Organisation, change: Change) -> None:
    """Change the council as its people and its HRIS would, and the organisation with it."""
    what, who, to, service = change
    days = {"starts_on": "2026-04-01", "ends_before": "2026-07-01"}
    if what == "move":
        move_team(council, TEAM, service)
        organisation.service = service
    elif what == "lend":
        body = {"delegated_by": who, "delegated_to": to, "role": HEAD, **days}
        path = f"/v1/delegations/{who.lower()}-{to.lower()}"
        if council.person(who).put(path, json=body).is_success:  # not to oneself, in no circle
            organisation.lent.add((who, to, HEAD))
    else:
        acting: Json = {"employee_number": who, "role": HEAD, **days}
        over = {"kind": "service", "id": service}
        path = f"/v1/role-assignments/up-{who.lower()}-{service}"
        put(council.hris, path, acting | {"over": over})
        organisation.own.add((who, HEAD, "service", service))


def independent(organisation: Organisation) -> set[str]:
    """Who is a Head of Service, or stands in for one, and is bound to nobody responsible."""
    bound = organisation.bound()
    return {
        number
        for number in organisation.people
        for holding in organisation.holdings(number)
        if number != WORKER and not ({number, *holding.chain} & (bound | {WORKER}))
    }


def assert_only_they_may(case: CaseOf, organisation: Organisation) -> None:
    """The list, what keeps the case, and everybody's own try agree with the organisation."""
    wanted = independent(organisation)
    shown = case.actions(ADMINISTRATOR)["audit-case-file"]["people"]
    assert set(shown) == wanted
    lacking = {each["step"] for each in case.seen_by(ADMINISTRATOR)["vacancies"]}
    assert ("case-file-audits" in lacking) == (not wanted)
    for number in {*HEADS, "TM-2"} - wanted:
        etag = case.etag(ADMINISTRATOR)
        headers = {"Idempotency-Key": f"{number}-{etag}", "If-Match": etag}
        tried = case.ask(number, "audit-case-file", {"answers": audit(1)}, headers)
        assert tried.status_code in {404, 409}, (number, tried.text)


def test_however_a_council_re_organises_only_who_is_independent_may_audit(
    make_council: MakeCouncil,
) -> None:
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(changes=CHANGES)
    def tried(changes: list[Change]) -> None:
        council = make_council(["rotherham"])
        settle(council)
        own = {(head, HEAD, "service", service) for head, service in HEADS.items()}
        organisation = Organisation(service=SERVICE, own=own)
        case = assessed(council)
        for change in changes:
            re_organise(council, organisation, change)
            assert_only_they_may(case, organisation)

    tried()
