"""The base of all configurations: keyword fields with defaults, copies, dumps, and hidden secrets."""

from __future__ import annotations

import copy as copies
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from mem0.exceptions import ConfigurationError

from .secrets import shown

if TYPE_CHECKING:
    import inspect

    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[Any], Any]:
        return lambda cls: cls


__all__ = ["Field", "Model", "Names", "UnknownSettingError", "Values", "dumped", "nearest"]

# The class below has a method of the name `dict`, which its annotations would mean otherwise.
Values: TypeAlias = "dict[str, Any]"
Names: TypeAlias = "dict[str, str]"
Fields: TypeAlias = "dict[str, Field]"


class UnknownSettingError(ConfigurationError, TypeError):
    """A key that nobody knows; the message names the nearest one. Also a ``TypeError``."""

    default_code = "CONFIG_UNKNOWN_KEY"


class _Required:
    def __repr__(self) -> str:
        return "<required>"


REQUIRED = _Required()


class Field(NamedTuple):
    """A field: its default (``REQUIRED`` if it has none) and its type as written."""

    default: Any
    annotation: str

    @property
    def is_required(self) -> bool:
        """Whether it must be given."""
        return self.default is REQUIRED


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


class _LazySignature:
    """The signature that ``help()`` shows, built when somebody asks."""

    def __get__(self, instance: Any, owner: type[Model]) -> inspect.Signature:
        from inspect import Parameter, Signature

        leading = owner._by_position
        fields = owner.model_fields
        return Signature(
            [
                Parameter(
                    name,
                    Parameter.POSITIONAL_OR_KEYWORD if name in leading else Parameter.KEYWORD_ONLY,
                    default=Parameter.empty if fields[name].is_required else fields[name].default,
                    annotation=fields[name].annotation,
                )
                for name in (*leading, *(name for name in fields if name not in leading))
            ]
        )


@dataclass_transform(kw_only_default=True, eq_default=True)
class Model:
    """Keyword fields with defaults; equal when their values are; shown without secrets.

    A subclass lists its fields as annotations. ``model_fields_set`` tells which ones somebody gave.
    """

    model_fields: ClassVar[Fields] = {}
    #: Other names that fields may be given by.
    _aliases: ClassVar[Names] = {}
    #: Whether unknown keys are dropped without a word instead of refused.
    _drops_unknown: ClassVar[bool] = False
    #: Fields that may also be given by position, in this order.
    _by_position: ClassVar[tuple[str, ...]] = ()
    _given: set[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        fields = dict(cls.model_fields)
        for name, annotation in cls.__annotations__.items():
            if not name.startswith("_") and "ClassVar" not in str(annotation):
                fields[name] = Field(cls.__dict__.get(name, REQUIRED), str(annotation))
        cls.model_fields = fields
        if "__init__" not in cls.__dict__ and cls.__init__ is Model.__init__:
            cls.__signature__ = _LazySignature()  # type: ignore[attr-defined]

    if not TYPE_CHECKING:

        def __init__(self, *leading: Any, **values: Any) -> None:
            self._fill({**self._positioned(leading, values), **values})

    def _positioned(self, leading: tuple[Any, ...], values: Mapping[str, Any]) -> Values:
        """What was given by position, under its names."""
        if len(leading) > len(self._by_position):
            raise TypeError(
                f"{type(self).__name__}() takes {len(self._by_position) or 'no'} positional arguments, "
                f"but {len(leading)} were given: name them"
            )
        given = dict(zip(self._by_position, leading, strict=False))
        if twice := given.keys() & values.keys():
            raise TypeError(f"{type(self).__name__}() got multiple values for argument {min(twice)!r}")
        return given

    def _fill(self, values: Mapping[str, Any]) -> None:
        """Takes the values, checks their names, and sets defaults."""
        given = self._named(values)
        self.__dict__["_given"] = set(given)
        for name, field in self.model_fields.items():
            if name in given:
                value = given[name]
            elif field.is_required:
                raise self._error(name, "it is missing")
            else:
                value = copies.copy(field.default)
            self.__dict__[name] = value
        self._check()

    def _named(self, values: Mapping[str, Any]) -> Values:
        """The values by the proper names of their fields."""
        given: Values = {}
        for key, value in values.items():
            name = self._aliases.get(key, key)
            if name in self.model_fields:
                # The proper name wins over an alias beside it.
                if name == key or name not in values:
                    given[name] = value
            elif not self._drops_unknown:
                self._refuse(key)
        return given

    def _refuse(self, key: str) -> None:
        """What becomes of a key that nobody knows."""
        raise self._unknown(key)

    def _warn_of(self, key: str) -> None:
        """Tells that a key has no effect, for sections where the original says nothing."""
        from warnings import warn

        meant = nearest(key, [*self.model_fields, *self._aliases])
        hint = f"; did you mean `{meant}`?" if meant else ""
        message = f"{type(self).__name__}: the key `{key}` is unknown and has no effect{hint}"
        # Where the program names the key: the first frame that isn't ours.
        level, frame = 1, sys._getframe()
        while frame.f_back and str(frame.f_globals.get("__name__")).partition(".")[0] == "mem0":
            level, frame = level + 1, frame.f_back
        warn(message, UserWarning, stacklevel=level)

    def _check(self) -> None:
        """What must hold between the fields; raises :class:`ConfigurationError`."""

    def _error(self, key: str, problem: str) -> ConfigurationError:
        return ConfigurationError(f"{type(self).__name__}: `{key}`: {problem}", details={"key": key})

    def _unknown(self, key: str) -> ConfigurationError:
        names = [*self.model_fields, *self._aliases]
        meant = nearest(key, names)
        hint = f" Did you mean `{meant}`?" if meant else ""
        return UnknownSettingError(
            f"{type(self).__name__}: there is no key `{key}`.{hint} Known: {', '.join(sorted(names))}",
            details={"key": key, "nearest": meant, "known": sorted(names)},
            suggestion=f"Write `{meant}`." if meant else "Leave it out.",
        )

    # As a value.

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.model_fields:
            raise self._unknown(name)
        self.__dict__[name] = self._coerced(name, value)
        self._given.add(name)

    def _coerced(self, name: str, value: Any) -> Any:
        """The value as the field keeps it."""
        return value

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.model_fields)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = ((name, getattr(self, name)) for name in self.model_fields)
        inner = ", ".join(f"{name}={shown(value, name)}" for name, value in fields if value is not None)
        return f"{type(self).__name__}({inner})"

    def __getitem__(self, key: str) -> Any:
        name = self._aliases.get(key, key)
        if name not in self.model_fields:
            raise KeyError(key)
        return getattr(self, name)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a field, or ``default`` if there is none of that name or it is ``None``."""
        value = getattr(self, key, None) if key in self.model_fields else None
        return default if value is None else value

    def keys(self) -> Iterator[str]:
        """The names of all fields."""
        return iter(self.model_fields)

    def __contains__(self, key: object) -> bool:
        return key in self.model_fields

    def __copy__(self) -> Self:
        return self._with(dict(self.__dict__))

    def __deepcopy__(self, memo: Any) -> Self:
        return self._with(copies.deepcopy(self.__dict__, memo))

    def _with(self, state: Values) -> Self:
        new = type(self).__new__(type(self))
        new.__dict__.update(state)
        new.__dict__["_given"] = set(state["_given"])
        return new

    # Under the names that pydantic made familiar.

    @property
    def model_fields_set(self) -> set[str]:
        """The names of the fields that somebody gave."""
        return set(self._given)

    def model_dump(
        self,
        *,
        exclude_none: bool = False,
        exclude_unset: bool = False,
        exclude_defaults: bool = False,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
        **_: Any,
    ) -> Values:
        """All fields as a plain dictionary, secrets included.

        Args:
            exclude_none: Leave out what is ``None``.
            exclude_unset: Leave out what nobody gave.
            exclude_defaults: Leave out what equals its default.
            include: Only these fields.
            exclude: All but these fields.
        """
        names = [name for name in self.model_fields if include is None or name in set(include)]
        left_out = set(exclude or ())
        options = {
            "exclude_none": exclude_none,
            "exclude_unset": exclude_unset,
            "exclude_defaults": exclude_defaults,
        }
        dumped: Values = {}
        for name in names:
            value = getattr(self, name)
            if (
                name in left_out
                or (exclude_none and value is None)
                or (exclude_unset and name not in self._given)
                or (exclude_defaults and value == self.model_fields[name].default)
            ):
                continue
            dumped[name] = self._dumped(name, value, options)
        return dumped

    def _dumped(self, name: str, value: Any, options: Values) -> Any:
        return dumped(value, options)

    def dict(self, **options: Any) -> Values:
        """As :meth:`model_dump`."""
        return self.model_dump(**options)

    def model_dump_json(self, *, indent: int | None = None, **options: Any) -> str:
        """All fields as JSON text, secrets included."""
        from json import dumps

        return dumps(self.model_dump(**options), indent=indent, ensure_ascii=False, default=str)

    def json(self, **options: Any) -> str:
        """As :meth:`model_dump_json`."""
        return self.model_dump_json(**options)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, with other values for some fields.

        Args:
            update: The other values, by field.
            deep: Whether nested values are copied as well.
        """
        new = copies.deepcopy(self) if deep else copies.copy(self)
        for name, value in (update or {}).items():
            setattr(new, name, value)
        return new

    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """As :meth:`model_copy`."""
        return self.model_copy(update=update, deep=deep)

    @classmethod
    def model_validate(cls, value: Any) -> Self:
        """An object of this class from a mapping, or from one that is there already.

        Raises:
            ConfigurationError: It can't be used; the message names the key.
        """
        if isinstance(value, cls):
            return value
        if isinstance(value, Mapping):
            return cls(**value)
        if callable(dump := getattr(value, "model_dump", None)):
            return cls(**dump())
        raise ConfigurationError(f"{cls.__name__} is made of a dictionary, not of {type(value).__name__}")

    @classmethod
    def parse_obj(cls, value: Any) -> Self:
        """As :meth:`model_validate`."""
        return cls.model_validate(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Lets fields of pydantic models be of this class."""
        from importlib import import_module

        schemas = import_module("pydantic_core.core_schema")
        return schemas.no_info_plain_validator_function(
            cls.model_validate,
            serialization=schemas.plain_serializer_function_ser_schema(cls.model_dump),
        )


def dumped(value: Any, options: dict[str, Any]) -> Any:
    """A value with all configurations in it as dictionaries."""
    if isinstance(value, Model):
        return value.model_dump(**options)
    if isinstance(value, Mapping):
        return {key: dumped(inner, options) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [dumped(inner, options) for inner in value]
    return value
