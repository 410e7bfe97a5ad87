"""Checks that the roles of a scheme file are known, declared, and act for somebody."""

from collections.abc import Iterator

from scheme_files.mending import at, near
from scheme_files.mistakes import Mistake
from scheme_files.model.base import Located
from scheme_files.model.scheme import Scheme
from scheme_files.roles import ROLES


def declared_role_mistakes(scheme: Scheme) -> Iterator[Mistake]:
    """Yield what is wrong with the roles under `roles`."""
    for name, role in scheme.roles.items():
        if name not in ROLES:
            yield at(role, f"'{name}' is no role{near(name, ROLES)}")
        elif ROLES[name].kind == "held" and role.over is None:
            yield at(role, f"say whose workers role '{name}' acts for: add 'over'")
        elif ROLES[name].kind == "derived" and role.over is not None:
            yield at(role, f"who is '{name}' follows from the worker: leave 'over' out")


def used_role_mistakes(item: Located, names: tuple[str, ...], scheme: Scheme) -> Iterator[Mistake]:
    """Yield what is wrong with naming these roles."""
    for name in names:
        if name not in ROLES:
            yield at(item, f"'{name}' is no role{near(name, ROLES)}")
        elif name not in scheme.roles:
            yield at(item, f"role '{name}' is not declared: add it under 'roles'")
    if len(set(names)) != len(names):
        yield at(item, "name each role once")
