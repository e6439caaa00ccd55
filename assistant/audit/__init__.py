"""The audit: no claim is shown that its cited quotes do not carry. The rules stand in docs/audit.md."""

from assistant.audit.claim import Auditor, audit_claim
from assistant.audit.explain import explain_faults

__all__ = ["Auditor", "audit_claim", "explain_faults"]
