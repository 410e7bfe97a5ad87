"""Pay over HTTP."""

from fastapi import APIRouter

from applications.pay.routes import changes, eligibility, pay_points, variations

router = APIRouter()
router.include_router(eligibility.router)
router.include_router(variations.router)
router.include_router(pay_points.router)
router.include_router(changes.router)
