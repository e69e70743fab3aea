"""Floor 3: personal data made safe before anything is kept: pseudonyms, their keys, devices refused, k-anonymity."""
