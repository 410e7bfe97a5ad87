"""What `make bench-peers` prints."""

from collections.abc import Mapping
from typing import Final

from bench import rounds, stages, tables

PAYCALC_HTTP: Final = "paycalc"
OPENFISCA: Final = "OpenFisca: outcome, date, point"
OPENFISCA_WHOLE: Final = "OpenFisca: and every criterion"
LINES: Final = "paycalc: lines of a batch, answered whole"
VECTORISED: Final = "OpenFisca: three figures a person, from arrays"
OURS: Final = (stages.CREATE, stages.RENDERED, stages.BARE)
THEIRS: Final = (stages.ZEN_ENGINE, stages.ZEN_DECISION)

NOT_COMPARED: Final = "insufficient_facts"
WANTED_OF_OPENFISCA: Final = 10.0
WANTED_OF_ZEN: Final = 1.0

_LEFT_OUT: Final = (
    (
        "What paycalc's figures include and the peers' do not: what was found on each rule, in "
        "words; its clause or assumption; what would change a no; hashes and a receipt; refusing "
        "unknown, malformed or contradictory facts by name; the version of the rules and of pay "
        "chosen by two days. `facts read and determined only` leaves out choosing the version, "
        "what would change, and the receipt."
    ),
    (
        "Neither peer knows a missing fact: OpenFisca takes a default for it, ZEN a null. So what "
        f"comes to `{NOT_COMPARED}` is not put to them. OpenFisca looks parameters up on the day "
        "asked about, never on the effective date that it works out, so that the dates of "
        "accelerated pay would take a second request. It answers dates as HTTP headers have them, "
        "and its web API closes every connection."
    ),
    (
        "ZEN's expression language says all of this rule. That submission dates come every year "
        "is written out as year, month and day; nothing in a graph is dated, so that another "
        "version is another file for the caller to choose. decision.evaluate hands every call to "
        "another thread; engine.evaluate with a static loader does not, and is what paycalc is "
        "held to."
    ),
)

_FOR_THE_RECORD: Final = (
    "No comparison: the arrays explain nothing. Outcome, submission date and point come out, no "
    "rule's reason, no clause, nothing that is missing or would change it, no pay and no receipt; "
    "and no request was read, checked or refused, for the arrays were there ({megabytes} MB in "
    "all). A line of a batch is JSON read strictly, and an answer with all of these."
)


def show_http(measured: rounds.Measured, versions: Mapping[str, str]) -> None:
    """Print what one person costs over HTTP."""
    ours = measured[PAYCALC_HTTP]
    packages = ("openfisca-core", "gunicorn", "flask", "numpy")
    held = ", ".join(f"{name} {versions[name]}" for name in packages)
    tables.show(
        f"One person over HTTP, one process each; {held}",
        ("", "CPU us a request", "a CPU-second", "a second", "times ours"),
        [
            (
                name,
                tables.microseconds(rounds.cost(slices)),
                tables.whole(1e6 / rounds.cost(slices).median),
                tables.whole(rounds.per_second(slices).median),
                "" if slices is ours else tables.ratio(rounds.times_cheaper(ours, slices)),
            )
            for name, slices in measured.items()
        ],
    )
    found = rounds.times_cheaper(ours, measured[OPENFISCA]).median
    _say_verdict(OPENFISCA, found, WANTED_OF_OPENFISCA)


def show_in_process(measured: rounds.Measured, versions: Mapping[str, str]) -> None:
    """Print what one decision costs in process."""
    tables.show(
        f"One decision in process; zen-engine {versions['zen-engine']}",
        ("", "CPU us", "a CPU-second", "ZEN engine's cost to this"),
        [
            (
                _label(name),
                tables.microseconds(rounds.cost(slices)),
                tables.whole(1e6 / rounds.cost(slices).median),
                tables.ratio(rounds.times_cheaper(slices, measured[stages.ZEN_ENGINE])),
            )
            for name, slices in measured.items()
        ],
    )
    for way in THEIRS:
        found = rounds.times_cheaper(measured[stages.CREATE], measured[way]).median
        _say_verdict(way, found, WANTED_OF_ZEN)


def show_vectorised(
    measured: rounds.Measured, versions: Mapping[str, str], people: int, kilobytes: int
) -> None:
    """Print what one person costs among very many, for the record."""
    held = f"openfisca-core {versions['openfisca-core']}, numpy {versions['numpy']}"
    tables.show(
        f"For the record: the same rule for {people:,} people at once, in process; {held}",
        ("", "CPU us a person", "a CPU-second", "a second"),
        [
            (
                name,
                f"{rounds.cost(slices).median:.2f}",
                tables.whole(1e6 / rounds.cost(slices).median),
                tables.whole(rounds.per_second(slices).median),
            )
            for name, slices in measured.items()
        ],
    )
    tables.say(_FOR_THE_RECORD.format(megabytes=kilobytes // 1024))


def _label(name: str) -> str:
    return f"paycalc {name}" if name == stages.CREATE else name


def say_what_is_left_out() -> None:
    """Print what the figures do not show."""
    tables.say(*_LEFT_OUT)


def _say_verdict(peer: str, found: float, wanted: float) -> None:
    verdict = "reached" if found >= wanted else "missed"
    tables.say(f"{peer}: {found:.2f} times paycalc's cost, more than {wanted:g} wanted: {verdict}.")
