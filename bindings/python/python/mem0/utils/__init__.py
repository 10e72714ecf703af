"""Names that other packages import; see :mod:`mem0.utils.factory`."""
