"""OpenFisca in a process of its own, from `.venv-peers`: one rule for a million people at once.

Facts come as arrays and answers go as arrays, which is what OpenFisca is made for. The arrays are
made beforehand, by having the same questions over and over; nothing is read, written or explained.
"""

import gc
import resource
from collections.abc import Sequence
from time import perf_counter, process_time
from typing import Final

import numpy as np  # type: ignore[import-not-found] # in .venv-peers
from bench.openfisca_derbyshire import CountryTaxBenefitSystem
from bench.openfisca_requests import ASKED, openfisca_facts
from bench.workers import Json, answer_lines
from openfisca_core.indexed_enums import Enum  # type: ignore[import-not-found] # in .venv-peers
from openfisca_core.simulation_builder import (  # type: ignore[import-not-found] # in .venv-peers
    SimulationBuilder,
)

_FOR_EVER: Final = "ETERNITY"
_NOT_MET: Final = "not_met"

Arrays = dict[str, np.ndarray]


class _People:
    """So many people, each with the facts of one of the questions."""

    def __init__(self, requests: Sequence[Json], people: int) -> None:
        self._system = CountryTaxBenefitSystem()
        self._questions, self._people = len(requests), people
        facts = [openfisca_facts(request["facts"]) for request in requests]
        self._facts = {
            name: np.resize(self._column(name, facts), people)
            for name in sorted({name for each in facts for name in each})
        }
        # Its parameters have not changed since 2020, so one day's rules are the rules of all.
        self._day = max(request["known_on"] for request in requests)

    def _column(self, name: str, facts: Sequence[Json]) -> np.ndarray:
        variable = self._system.get_variable(name)
        default = variable.default_value
        if variable.value_type is Enum:
            words = [each.get(name, default.name) for each in facts]
            return variable.possible_values.encode(np.array(words)).view(np.ndarray)
        return np.array([each.get(name, default) for each in facts], dtype=variable.dtype)

    def calculate(self) -> Arrays:
        """Return outcome, submission date and point of everybody."""
        simulation = SimulationBuilder().build_default_simulation(self._system, self._people)
        for name, column in self._facts.items():
            simulation.set_input(name, _FOR_EVER, column)
        return {name: simulation.calculate(name, self._day) for name in ASKED}

    def timed(self) -> Json:
        """Calculate once, and say what it cost."""
        began, cpu = perf_counter(), process_time()
        self.calculate()
        measured = {
            "requests": self._people,
            "cpu": process_time() - cpu,
            "seconds": perf_counter() - began,
        }
        gc.collect()  # a simulation refers to itself: it would stay for the next one to lie beside
        return measured

    def short_answers(self) -> list[tuple[str, str | None, int | None]]:
        """Return the answer to each question, once everybody with it is known to have the same."""
        found = self.calculate()
        for name, column in found.items():
            one_each = np.asarray(column)[: self._questions]
            if not np.array_equal(np.asarray(column), np.resize(one_each, self._people)):
                raise AssertionError(f"{name} is not the same for the same question")
        outcomes, days, points = (found[name][: self._questions] for name in ASKED)
        return [
            (outcome, None, None)
            if outcome == _NOT_MET
            else (outcome, str(day), int(point) or None)
            for outcome, day, point in zip(outcomes.decode_to_str(), days, points, strict=True)
        ]


def main() -> None:
    """Answer lines until there are no more; the first must bring the requests."""
    people: list[_People] = []

    def answer(message: Json) -> Json:
        if "requests" in message:
            people.append(_People(message["requests"], message["people"]))
            answers = people[0].short_answers()
            kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            return {"answers": answers, "kilobytes": kilobytes}
        return people[0].timed()

    answer_lines(answer)


if __name__ == "__main__":
    main()
