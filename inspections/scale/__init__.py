"""Volume data for measuring: plausible, the same at every run, never in production."""
