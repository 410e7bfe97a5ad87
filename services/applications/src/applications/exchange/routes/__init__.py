"""What goes out of here, over HTTP."""

from fastapi import APIRouter

from applications.exchange.routes import audit, feed

router = APIRouter()
router.include_router(feed.router)
router.include_router(audit.router)
