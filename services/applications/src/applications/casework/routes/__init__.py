"""Cases over HTTP."""

from fastapi import APIRouter

from applications.casework.routes import actions, cases, documents, history, invitations, tasks

router = APIRouter()
for each in (
    cases.router,
    cases.hot,
    tasks.router,
    actions.hot,
    history.router,
    documents.router,
    invitations.router,
):
    router.include_router(each)
