"""What must be so after a storm, by the API and by the tables."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from tests.support.council import Council
from tests.torture.findings import Findings
from tests.torture.sending import Ledger, Sent
from tests.torture.tables import CaseRow, Tables

from applications.log.domain.verification import BrokenLogError
from applications.log.operations import verify_log
from applications.log.storage import head_of
from applications.platform.database import Database, make_engine

Json = dict[str, Any]

_CASE, _VARIATION = "/v1/applications", "/v1/variations"
_DETERMINED: Final = "pay-determined"
_OF_NO_VERSION: Final = frozenset(
    {
        "application-decided", "application-released", "document-forwarded", "variation-drafted",
        "variation-changed", "pay-point-recorded",
    }
)  # fmt: skip
"""Events of a case that come with another one of the same change."""


@dataclass(slots=True)
class Reckoning:
    """Holds what was acknowledged against what is there, authority by authority."""

    findings: Findings
    events: int = 0
    cases: int = 0
    paid: int = 0

    def reckon(self, council: Council, ledger: Ledger) -> None:
        """Reckon up one authority."""
        sent = [each for each in ledger.sent if each.authority == council.authority.authority]
        tables = Tables.of(council)
        self.events += len(tables.events)
        self.cases += len(tables.cases)
        self.paid += sum(case.pay_status == "recorded" for case in tables.cases.values())
        self._each_request_has_one_effect(sent, tables)
        self._every_case_was_opened_once(sent, tables)
        self._versions_have_no_gaps(tables)
        for case in tables.cases.values():
            self._pay_comes_out_once(case, tables)
        self._the_api_says_the_same(council, sent, tables)
        self._the_chain_is_whole(council)

    def _each_request_has_one_effect(self, sent: Iterable[Sent], tables: Tables) -> None:
        attempts: dict[str, set[str]] = defaultdict(set)
        kinds: dict[str, Counter[str]] = defaultdict(Counter)
        for event in tables.events:
            key = event.request_id.partition(".")[0]
            attempts[key].add(event.request_id)
            kinds[key][event.kind] += 1
            self.findings.expect(event.has_its_text, f"The text of an event is gone: {event}")
        acknowledged = {each.key for each in sent if each.is_keyed and _is_done(each)}
        for each in sent:
            wanted = 1 if _is_done(each) else 0
            found = len(attempts[each.key])
            self.findings.expect(found == wanted, f"{found} effects, not {wanted}: {each}")
            doubled = [kind for kind, count in kinds[each.key].items() if count > 1]
            self.findings.expect(not doubled, f"{doubled} more than once: {each}")
            self.findings.expect(
                each.is_keyed or each.unknown > 0 or _is_good(each),
                f"Refused, though it had not been sent before: {each}",
            )
        self.findings.expect(
            acknowledged == tables.keys,
            f"Kept keys: {len(acknowledged - tables.keys)} are lost, "
            f"{len(tables.keys - acknowledged)} belong to nothing that was acknowledged",
        )

    def _every_case_was_opened_once(self, sent: Iterable[Sent], tables: Tables) -> None:
        opened = Counter(_opened(each) for each in sent if each.path == _CASE and _is_good(each))
        lost = set(opened) - set(tables.cases)
        self.findings.expect(not lost, f"Acknowledged cases that are lost: {sorted(lost)}")
        unasked = set(tables.cases) - set(opened)
        self.findings.expect(not unasked, f"Cases that nobody asked for: {sorted(unasked)}")
        workers = Counter(case.employee_number for case in tables.cases.values())
        doubled = [number for number, count in workers.items() if count > 1]
        self.findings.expect(not doubled, f"Workers with two cases: {doubled}")

    def _versions_have_no_gaps(self, tables: Tables) -> None:
        versions: Counter[tuple[str, str]] = Counter()
        statuses: dict[str, str] = {}
        for event in tables.events:
            if event.kind in {"application-decided", "application-withdrawn"}:
                statuses[event.subject] = str(event.body.get("status", "withdrawn"))
            if event.kind in _OF_NO_VERSION and event.subject_kind != "variation":
                continue
            if event.subject_kind == "webhook":
                continue  # what is sent to it is told of at the version that it has
            thing = (event.subject_kind, event.subject)
            versions[thing] += 1
            said = event.body.get("version", versions[thing])
            self.findings.expect(
                said == versions[thing], f"Version {versions[thing]} of {thing} is {said}"
            )
        self._rows_are_at(versions, tables)
        for case in tables.cases.values():
            said = statuses.get(case.application_id)
            has_ended = case.status in {"decided", "not_yet", "withdrawn"}
            self.findings.expect(
                said == (case.status if has_ended else None),
                f"Case {case.application_id} is {case.status}; its events say {said}",
            )

    def _rows_are_at(self, versions: Counter[tuple[str, str]], tables: Tables) -> None:
        rows = {
            ("application", case.application_id): case.version for case in tables.cases.values()
        }
        rows |= {("worker", number): version for number, version in tables.workers.items()}
        for thing, version in rows.items():
            self.findings.expect(
                versions[thing] == version,
                f"{thing} is at version {version} after {versions[thing]} changes",
            )

    def _pay_comes_out_once(self, case: CaseRow, tables: Tables) -> None:
        place = f"Case {case.application_id}, {case.status}"
        is_good = case.status == "decided"
        outcomes = tables.outcomes[case.application_id]
        self.findings.expect(
            outcomes == (["determined"] if is_good else []), f"{place}: determinations {outcomes}"
        )
        variations = tables.variations[case.application_id]
        self.findings.expect(
            len(variations) == int(is_good), f"{place}: {len(variations)} variations"
        )
        wanted = "recorded" if is_good else "none"
        self.findings.expect(case.pay_status == wanted, f"{place}: its pay is {case.pay_status}")
        points = tables.points[case.application_id]
        self.findings.expect(
            points == ([None] if is_good else []), f"{place}: {len(points)} pay points"
        )
        for variation in variations:
            self.findings.expect(
                variation.status == "acknowledged", f"{place}: its variation is {variation.status}"
            )

    def _the_api_says_the_same(
        self, council: Council, sent: Iterable[Sent], tables: Tables
    ) -> None:
        last: dict[str, tuple[int, Json]] = {}
        for each in sent:
            if each.answer is not None and each.is_keyed and _is_good(each):
                answered: Json = json.loads(each.answer.body)
                thing = str(answered.get("variation_id") or answered["application_id"])
                version = int(each.answer.etag.strip('"'))
                last[thing] = max(last.get(thing, (0, {})), (version, answered), key=_version)
        for application_id in tables.cases:
            found = council.hris.get(f"{_CASE}/{application_id}")
            case = found.json()
            self._is_not_behind(_CASE, last.get(application_id), case, found.headers["etag"])
            waits = _waits_for(case)
            self.findings.expect(
                waits == tables.waiting[application_id],
                f"Case {application_id} waits for {waits}; its rows say "
                f"{tables.waiting[application_id]}",
            )
            for variation in tables.variations[application_id]:
                found = council.hris.get(f"{_VARIATION}/{variation.variation_id}")
                acknowledged = last.get(variation.variation_id)
                if acknowledged is not None:
                    etag = found.headers["etag"]
                    self._is_not_behind(_VARIATION, acknowledged, found.json(), etag)

    def _is_not_behind(
        self, what: str, acknowledged: tuple[int, Json] | None, found: Json, etag: str
    ) -> None:
        """What was acknowledged last is what is there; of a case pay may have come out since."""
        version, answered = acknowledged or (0, {})
        now = int(etag.strip('"'))
        # Who is missing, and what people are called, is said where a case is read, not where it
        # goes on.
        passing = {"vacancies", "names"} | (
            {"pay_status", "changed_at"} if now > version else set()
        )
        differs = [
            name for name in answered if name not in passing and answered[name] != found[name]
        ]
        self.findings.expect(
            version > 0 and now - version in {0, 1} and not differs,
            f"{what} {found.get('variation_id') or found['application_id']} is at version {now}; "
            f"version {version} was acknowledged last; {differs} differ",
        )

    def _the_chain_is_whole(self, council: Council) -> None:
        try:
            asyncio.run(_verify(council))
        except BrokenLogError as error:
            self.findings.add(f"The log of {council.authority.authority} is broken: {error}")


async def _verify(council: Council) -> None:
    authority = council.authority
    database = Database(make_engine(council.house.postgres.app_url, pool_size=1))
    try:
        async with database.begin(authority.authority_id) as session:
            head = await head_of(session, authority.authority_id)
        assert head is not None
        await verify_log(database, authority, behind=None, through=head)
    finally:
        await database.dispose()


def _version(entry: tuple[int, Json]) -> int:
    return entry[0]


def _is_good(sent: Sent) -> bool:
    return sent.answer is not None and sent.answer.is_good


def _is_done(sent: Sent) -> bool:
    """Whether it took effect; a PUT that was answered did, be it at an attempt that was cut."""
    return _is_good(sent) if sent.is_keyed else sent.answer is not None


def _opened(sent: Sent) -> str:
    assert sent.answer is not None
    return str(json.loads(sent.answer.body)["application_id"])


def _waits_for(case: Json) -> set[tuple[str, str]]:
    """The steps that wait and the roles they wait for, as the API tells."""
    if case["status"] == "withdrawn":
        return set()
    return {
        (step["step"], role)
        for step in case["steps"]
        if step["state"] == "open"
        for role in step["roles"]
        if step["kind"] != "joint" or role not in {part["role"] for part in step["parts"]}
    }
