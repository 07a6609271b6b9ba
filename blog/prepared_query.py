"""Querysets that are compiled once per process, for what is looked up whenever an article isn't cached.

Django takes longer to compile a query with several subqueries than the database takes to run it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Field, Model, QuerySet, Value


class Parameter(Value):
    """A placeholder in a queryset for a value that differs each time it runs."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=output_field)

    def as_sql(self, compiler: object, connection: object) -> Any:
        return "%s", [self]


class PreparedQuery[Row: Model]:
    """Takes the values of its Parameters and returns rows with the fields, annotations and order of the queryset.

    Related objects (``select_related``) aren't loaded.
    """

    def __init__(self, queryset: QuerySet[Row]) -> None:
        self.rows = queryset
        self.sql, self.params = queryset.query.sql_with_params()
        annotations = queryset.query.annotations.items()
        self.converters = [(name, value, found) for name, value in annotations if (found := converters_of(value))]

    def __call__(self, **values: object) -> Iterator[Row]:
        for row in self.rows.raw(self.sql, [self.bind(param, values) for param in self.params]):
            for name, expression, converters in self.converters:
                for convert in converters:
                    setattr(row, name, convert(getattr(row, name), expression, connection))
            yield row

    @staticmethod
    def bind(param: object, values: dict[str, object]) -> object:
        if not isinstance(param, Parameter):
            return param
        return param.output_field.get_db_prep_value(values[param.value], connection)


def converters_of(expression: Any) -> list[Any]:
    """``raw`` converts the values of fields, but not those of annotations."""
    return [*connection.ops.get_db_converters(expression), *expression.get_db_converters(connection)]
