"""What goes out of here and what comes in, over HTTP."""

from fastapi import APIRouter

from applications.exchange.routes import audit, feed, imports, webhook_messages, webhooks

router = APIRouter()
router.include_router(feed.router)
router.include_router(audit.router)
router.include_router(webhooks.router)
router.include_router(webhook_messages.router)
router.include_router(imports.receiving)
router.include_router(imports.router)
