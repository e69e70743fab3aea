"""docs/reference/python.md: Noaber in a notebook, from signatures and docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import noaber
from noaber.notebook import OpenRegion
from reference.markdown import render_paragraph
from reference.prose import render_page


def render_python() -> str:
    """Describe `noaber.open` and every public method of what it gives."""
    methods = [(name, m) for name, m in vars(OpenRegion).items() if not name.startswith("_") and callable(m)]
    sections = [
        _section("noaber.open", noaber.open),
        *[_section(f"OpenRegion.{name}", method) for name, method in methods],
    ]
    return render_page("python", functions="\n\n".join(sections))


def _section(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    taken = [_parameter(p) for p in signature.parameters.values() if p.name != "self"]
    lines = [f"{name}(", *[f"    {one}," for one in taken], ")"] if taken else [f"{name}()"]
    shown = "\n".join(lines) + f" -> {signature.return_annotation}"
    return f"## {name}\n\n```text\n{shown}\n```\n\n{render_paragraph(inspect.getdoc(function))}"


def _parameter(parameter: inspect.Parameter) -> str:
    stars = "**" if parameter.kind is inspect.Parameter.VAR_KEYWORD else ""
    default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}"
    return f"{stars}{parameter.name}: {parameter.annotation}{default}"
