"""Pages that people open: a report of the fleet, and the runbook of the steps by hand.

Each page is one file. Its styles, its scripts and its data stand in it, its content policy forbids everything else, and it
works from a disk, a mail or a chat without a network.
"""
