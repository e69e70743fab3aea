"""The pages: each takes a visit, asks the release, and gives a response."""
