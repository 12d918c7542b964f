"""码学堂 (maxuetang), which judges answers and programs: the result of a submission (upstreams, section 3).

client.py asks · signature.py signs · wire.py knows how it is written on the wire · models.py what comes of it ·
submission.py checks what people type.
"""
