"""The exam systems as one local server, for the demo, tests, benchmarks and whoever writes a client.

It knows nothing of the bot and nothing of its clients: both sides are written from the same documents.
"""
