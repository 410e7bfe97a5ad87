"""What travels about people and the organisation."""

from applications.people.schemas.names import EmployeeNumber, GradeLabel, PostNumber, TeamId

__all__ = ["EmployeeNumber", "GradeLabel", "PostNumber", "TeamId"]
