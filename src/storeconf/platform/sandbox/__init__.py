"""The platform's API as an in-process application, with its data in SQLite.

The default project talks to it with the very code that a real account uses.

Every behaviour here is documented (a page), taken from the seeds, or assumed; assumed ones say so.
"""
