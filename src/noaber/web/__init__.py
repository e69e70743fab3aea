"""The website: parse the address, ask the release, render a template. Nothing is computed here."""
