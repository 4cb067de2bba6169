"""The plan: a pure function of what is declared, recorded and live. Reads nothing, prints nothing, writes nothing.

Everything that is held, blocked, waiting or refused is decided here; `apply` may only refuse, by calling the same checks.
"""
