"""People and the organisation over HTTP."""

from fastapi import APIRouter

from applications.people.routes import me, responsibilities, teams, workers

router = APIRouter()
router.include_router(me.router)
router.include_router(workers.router)
router.include_router(teams.router)
router.include_router(responsibilities.router)
