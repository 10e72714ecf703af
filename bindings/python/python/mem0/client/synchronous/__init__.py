"""The blocking client of the hosted API. Made from ``asynchronous``."""
