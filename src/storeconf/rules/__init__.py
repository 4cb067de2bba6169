"""The platform's review rules: what reviewers would reject, said before anything is submitted.

A rule reads one `Case` (a text, a product with its store, or a whole store chain) and yields findings and skips. It never
reads a file, a clock or the network: everything comes in the case. A rule whose input is missing says so and never passes.
"""
