"""Evidence over HTTP."""

from fastapi import APIRouter

from applications.evidence.routes import contents, evidence, reads

router = APIRouter()
for each in (evidence.router, contents.router, reads.router):
    router.include_router(each)
