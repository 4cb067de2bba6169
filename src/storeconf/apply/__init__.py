"""Carrying out an approved plan: read, compare, write, journal, record; per unit, until nothing can proceed now.

Nothing is decided here. The executor may only refuse, by calling the plan's own checks again.
"""
