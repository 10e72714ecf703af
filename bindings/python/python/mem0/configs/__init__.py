"""What a memory is made of, as objects: see :class:`mem0.configs.base.MemoryConfig`."""
