"""Where merge requests and issues live: a small protocol, and GitHub's REST API behind it. Knows nothing of plans."""
