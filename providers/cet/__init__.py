"""The CET-4/6 score system: a Flask program that anybody can host (upstreams, section 1).

client.py asks · wire.py knows how it is written on the wire · models.py what comes of it ·
ticket.py, level.py, places.py and names.py check what people type.
"""
