"""Measurements that are run by hand and asserted nowhere."""
