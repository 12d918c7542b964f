"""The address below which a system is asked."""

from yarl import URL


def base_address(address: str) -> str:
    """Percent-encode and drop the last slash, so that a path can be set behind it.

    Raises ValueError where it is no web address.
    """
    url = URL(address)
    if url.scheme not in {"http", "https"} or not url.host or url.query_string or url.fragment:
        raise ValueError("base_url must be an http or https address without query")
    return str(url).rstrip("/")
