"""A part of the configuration that names a provider and its options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from .crossing import crossing
from .model import Model, dumped
from .providers import check_options, check_provider

__all__ = ["Section"]


class Section(Model):
    """``{"provider": ..., "config": {...}}``."""

    _kind: ClassVar[str] = ""

    def _check(self) -> None:
        for name in self.model_fields:
            self.__dict__[name] = self._coerced(name, self.__dict__[name])

    def _refuse(self, key: str) -> None:
        self._warn_of(key)

    def _coerced(self, name: str, value: Any) -> Any:
        if name == "provider" and value != self.model_fields[name].default:
            check_provider(self._kind, value)
        if name != "config" or value is None or isinstance(value, Model):
            return value
        if isinstance(value, Mapping):
            return dict(value)
        # Objects of pydantic and of dataclasses of the program's own.
        if callable(dump := getattr(value, "model_dump", None)):
            return dict(dump(exclude_unset=True))
        if fields := getattr(value, "__dict__", None):
            return dict(fields)
        raise self._error(
            f"{self._kind}.config",
            f"it must be a dictionary or an object of options, not {type(value).__name__}",
        )

    def for_engine(self) -> dict[str, Any]:
        """What somebody gave, and nothing else."""
        section: dict[str, Any] = {}
        if "provider" in self._given:
            section["provider"] = self.__dict__["provider"]
        config = dumped(self.__dict__["config"], {"exclude_unset": True})
        if config:
            check_options(self._kind, self.__dict__["provider"], config)
            section["config"] = crossing(self._kind, config, self.__dict__["provider"])
        return section
