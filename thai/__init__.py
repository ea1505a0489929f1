"""Thai text, Buddhist-era dates and the fiscal year, in pure Python."""
