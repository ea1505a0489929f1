"""Demonstration data: made-up people and visits of data/demo.json, in every state."""
