"""The asynchronous client of the hosted API, by theme. ``synchronous`` is made from this folder."""
