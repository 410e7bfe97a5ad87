"""Pay over HTTP."""

from fastapi import APIRouter

from applications.pay.routes import (
    arrears,
    changes,
    determinations,
    eligibility,
    pay_points,
    payroll_runs,
    reconciliation,
    variations,
)

router = APIRouter()
router.include_router(eligibility.router)
router.include_router(determinations.router)
router.include_router(variations.router)
router.include_router(pay_points.hot)
router.include_router(pay_points.router)
router.include_router(reconciliation.router)
router.include_router(changes.router)
router.include_router(arrears.router)
router.include_router(payroll_runs.router)
