"""From YAML files to resources: strict reading, discovery, defaults, store sets, templates, references, origins.

One bad document never hides the others: everything here collects diagnostics and goes on.
"""
