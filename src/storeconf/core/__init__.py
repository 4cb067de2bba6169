"""The words every other package speaks: addresses, spans, diagnostics, canonical values, money, time, messages.

Nothing here reads a file, a clock or the network, and nothing here imports another package of storeconf.
"""
