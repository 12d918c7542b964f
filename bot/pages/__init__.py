"""Pages of the house itself, which belong to no platform."""
