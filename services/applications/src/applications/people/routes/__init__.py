"""People and the organisation over HTTP."""

from fastapi import APIRouter

from applications.people.routes import teams

router = APIRouter()
router.include_router(teams.router)
