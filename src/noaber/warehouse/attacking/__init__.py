"""The attack on a release: what an outsider works out of its files alone. It shares nothing with what protects them."""
