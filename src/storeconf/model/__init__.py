"""What a project may say: the YAML documents as pydantic models, one file per resource kind, and `KINDS`.

A model types and checks one document by itself. Everything that needs a second document, a file or the clock is done by
`source` and `rules`.
"""
