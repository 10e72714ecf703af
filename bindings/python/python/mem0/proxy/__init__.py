"""Chat completions that remember: :class:`mem0.proxy.main.Mem0`."""
