"""Which request each call makes, row by row; ``test_requests.py`` asks them."""
