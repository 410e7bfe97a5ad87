"""Procedures over HTTP."""

from fastapi import APIRouter

from applications.schemes.routes import workflow

router = APIRouter()
router.include_router(workflow.router)
