"""Who may see more than everybody: accounts, roles, sessions, requests, and the log of what was seen."""
