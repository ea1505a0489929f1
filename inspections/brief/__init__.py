"""The brief: what has changed at a visit's places since its reader was there last."""
