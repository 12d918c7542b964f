"""考试星 (kaoshixing): candidates, their exams and results (upstreams, section 4).

client.py asks · token.py makes the JWT of a call · wire.py knows how it is written on the wire · models.py what
comes of it · candidate.py checks what people type.
"""
