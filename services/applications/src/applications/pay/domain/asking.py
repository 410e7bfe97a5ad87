"""Which facts a scheme's questions may hold."""

from collections.abc import Mapping

from applications.pay.domain.determinations import FactValue
from scheme_files.facts import FIXED_FACTS
from scheme_files.model.scheme import Scheme


def asked_of(scheme: Scheme, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """The facts that a scheme knows.

    An authority may run several schemes, and know something of a person that only another one
    asks for: paycalc would refuse it.
    """
    known = FIXED_FACTS.keys() | scheme.facts.keys()
    return {name: value for name, value in facts.items() if name in known}
