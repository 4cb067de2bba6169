"""Verification records (核销记录): rows from exports or the API, the anomaly rules over them, and what was kept of them.

Source: seed 000 五.3–五.4. Readers yield `rows.Row`, `ledger.Ledger` takes them in any order, `findings.Report` says what
was found. Nothing here prints, and no phone number leaves `phones`.
"""
