"""Derbyshire's grade 9 to 10 as an OpenFisca country package, to be measured beside paycalc.

Written here for this comparison. OpenFisca itself (AGPL) is used from `.venv-peers` and nothing of
it is copied. A variable for each fact and each criterion, as OpenFisca's own packages have it.
"""

from pathlib import Path

from bench.openfisca_derbyshire.facts import FACTS
from bench.openfisca_derbyshire.rules import RULES
from bench.openfisca_derbyshire.variables import PERSON
from openfisca_core.taxbenefitsystems import (  # type: ignore[import-not-found] # in .venv-peers
    TaxBenefitSystem,
)


class CountryTaxBenefitSystem(TaxBenefitSystem):  # type: ignore[misc] # as above
    """What `openfisca serve` looks for in a country package."""

    def __init__(self) -> None:
        super().__init__([PERSON])
        self.add_variables(*FACTS, *RULES)
        self.load_parameters(str(Path(__file__).with_name("parameters")))
