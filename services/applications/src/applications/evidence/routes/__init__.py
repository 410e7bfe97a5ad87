"""Evidence over HTTP."""

from fastapi import APIRouter

from applications.evidence.routes import evidence, reads

router = APIRouter()
for each in (evidence.router, reads.router):
    router.include_router(each)
