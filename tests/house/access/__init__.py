"""What a row of the access table is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Scene:
    """A URL's arguments, and who knocks: a name for each -> a user, or None for nobody signed in. Every row has `anonymous` and `stranger`."""

    args: Mapping[str, str]
    users: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """scene: makes the rows that the URL needs. expected: the status that each of its users gets.

    302: sent to sign in, or the deed is done. 404: must not know of it. 403: knows, may not. 409: let in, then refused for its state.
    """

    scene: Callable[[], Scene]
    expected: Mapping[str, int]
    method: str = "GET"
    data: Mapping[str, str] = field(default_factory=dict)
