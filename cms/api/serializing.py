"""Representations as JSON: the dataclasses as they are, none described a second time."""

from decimal import Decimal
from functools import cache
from typing import Any

from rest_framework.fields import Field, FloatField
from rest_framework_dataclasses.serializers import DataclassSerializer


class ViewSerializer(DataclassSerializer):
    """A representation as JSON; amounts are numbers, as in the datasets' own files."""

    serializer_field_mapping = {
        **DataclassSerializer.serializer_field_mapping,
        Decimal: FloatField,
    }

    @property
    def serializer_dataclass_field(self) -> type["ViewSerializer"]:
        """Parts of a representation are representations."""
        return ViewSerializer

    def create_field(self, field_name: str, extra_kwargs: dict[str, Any]) -> Field:
        """Every field is there in every answer, whether or not its class gives a default."""
        field = super().create_field(field_name, extra_kwargs)
        field.required = True
        return field


@cache
def serializer_class(kind: type) -> type[ViewSerializer]:
    """The serializer of a representation."""
    meta = type("Meta", (), {"dataclass": kind})
    return type(f"{kind.__name__}Serializer", (ViewSerializer,), {"Meta": meta})


@cache
def _serializer(kind: type) -> ViewSerializer:
    return serializer_class(kind)()


def field_names(kind: type) -> tuple[str, ...]:
    """The names that `fields=` may choose from."""
    return tuple(_serializer(kind).fields)


def as_json(item: Any, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """A representation as plain data; `names` leaves out the other fields."""
    kind: Any = type(item)
    data = _serializer(kind).to_representation(item)
    return {name: data[name] for name in names} if names else dict(data)
