"""Field types that several kinds of rule files share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator


def _wrapped(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# One word where a list is meant: ``left: total`` reads as ``left: [total]``, in files and in their schemas.
OneOrMany = Annotated[tuple[str, ...], BeforeValidator(_wrapped, json_schema_input_type=str | tuple[str, ...])]
