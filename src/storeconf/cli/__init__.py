"""The command line: one file a command, imported when it is used; the only place that prints."""
