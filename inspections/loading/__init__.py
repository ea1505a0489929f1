"""The visits file (data/real_visits-format.md): read, checked, stored, dumped."""
