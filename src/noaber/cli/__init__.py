"""Floor 7: commands. Parse, ask a lower floor, print; every refusal in the one form, with its own exit code."""
