"""Cases over HTTP."""

from fastapi import APIRouter

from applications.casework.routes import actions, cases, documents, history

router = APIRouter()
for each in (
    cases.router,
    cases.hot,
    cases.tasks_router,
    actions.hot,
    history.router,
    documents.router,
):
    router.include_router(each)
