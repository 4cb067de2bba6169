"""What was seen of the platform and how it can be changed: the protocol, adapters for the HTTP API and for people."""
