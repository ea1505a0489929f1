"""Developers' scripts; the product imports nothing from here."""
