"""考试云 (kaoshiyun) v5: exams of an organisation and everybody's grades in them (upstreams, section 2).

client.py asks · token.py has the token · wire.py knows how it is written on the wire · models.py what comes of
it · exam_id.py checks what people type.
"""
