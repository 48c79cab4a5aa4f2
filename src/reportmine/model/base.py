"""What every value of the model shares: immutable, strict about unknown fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value. Stages return new values and never change the ones they are given."""

    model_config = ConfigDict(frozen=True, extra="forbid")
