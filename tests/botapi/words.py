def words(line: str) -> frozenset[str]:
    """Tables of many names read better as lines of words."""
    return frozenset(line.split())
