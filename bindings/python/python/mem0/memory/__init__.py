"""Memories on this machine: see :class:`mem0.memory.main.Memory`."""
