"""The campus accounts of 微精弘 (WeJH), by its "tty" server (upstreams, section 5).

client.py asks · wire.py knows how it is written on the wire · refusals.py what its messages mean · models.py what
comes of it · inputs.py checks what people type · portrait.py, weeks.py and terms.py read three notations.
"""
