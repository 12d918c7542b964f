"""QQ through OneBot v11: a program that is logged in as a QQ account and speaks this protocol (NapCat, LLBot …).

Written from the standard (botuniverse/onebot-11) and from what those programs do differently. Nobody else in the house
knows of segments, echoes or return codes.
"""
