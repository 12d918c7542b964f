"""Recipes drawn as PNG: `artist` has it done by `worker`, a process of its own, in which everything else here runs."""
