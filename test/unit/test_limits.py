"""Limits that keep the code readable: complexity by radon, and nesting. The length of a file is in `test_layers.py`."""

from __future__ import annotations

from functools import cache

import pytest
from source_figures import (
    COMPLEX,
    PACKAGE,
    TOO_COMPLEX,
    Measured,
    Source,
    foreign_privates,
    import_circles,
    measure_functions,
    python,
    read_sources,
    total_lines,
)

from test.paths import ROOT

COMPLEX_PER_THOUSAND_LINES = 1.5
DEEPEST_NESTING = 4


@cache
def by_hand() -> list[Source]:
    """The package and its generator, without what is generated."""
    sources = read_sources(ROOT, (PACKAGE, "contract"))
    return [*python(sources, PACKAGE), *python(sources, "contract")]


@cache
def functions() -> list[Measured]:
    """Every function with its figures."""
    return measure_functions(by_hand())


def test_no_function_is_too_complex() -> None:
    assert [one for one in functions() if one.complexity > TOO_COMPLEX] == []


def test_few_functions_are_complex() -> None:
    complex_ones = [one for one in functions() if one.complexity > COMPLEX]

    assert 1000 * len(complex_ones) <= COMPLEX_PER_THOUSAND_LINES * total_lines(by_hand()), complex_ones


def test_no_function_nests_too_deeply() -> None:
    assert [one for one in functions() if one.nesting > DEEPEST_NESTING] == []


# Controls: were the measures wrong, the tests above could not fail.

NESTED = """
def outer(values):
    for value in values:
        if value:
            with value:
                try:
                    while value:
                        pass
                finally:
                    pass
        elif values:
            pass
        else:
            def inner():
                if values and value:
                    pass
"""


def test_the_package_and_the_generator_are_measured() -> None:
    places = [one.place.split(":") for one in functions()]

    assert ["order_capture_client/_core/encode.py", " build_request"] in [[file, name] for file, _, name in places]
    assert any(file.startswith("contract/generator/") for file, _, _ in places)
    assert not any(source.name.startswith("order_capture_client/models/checkout") for source in by_hand())


def test_complexity_and_nesting_are_measured() -> None:
    outer, inner = measure_functions([Source("order_capture_client/module.py", NESTED)])

    assert outer == Measured("order_capture_client/module.py:2: outer", complexity=5, nesting=5)
    assert inner == Measured("order_capture_client/module.py:14: inner", complexity=3, nesting=1)


@pytest.mark.parametrize(
    ("text", "circles", "for_type_checkers"),
    [
        ("import order_capture_client.b", 1, 1),
        ("def call():\n    from order_capture_client import b", 1, 1),
        ("if TYPE_CHECKING:\n    from order_capture_client.b import name", 0, 1),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    from order_capture_client.b import name", 1, 1),
        ("import json", 0, 0),
    ],
)
def test_circles_of_imports_are_found(text: str, circles: int, for_type_checkers: int) -> None:
    sources = [
        Source("order_capture_client/a.py", text),
        Source("order_capture_client/b.py", "from order_capture_client.c import name"),
        Source("order_capture_client/c.py", "from order_capture_client import a"),
        Source("order_capture_client/d.py", "from order_capture_client import a"),
    ]

    assert len(import_circles(sources)) == circles
    assert len(import_circles(sources, for_type_checkers=True)) == for_type_checkers


def test_private_names_of_other_packages_are_found() -> None:
    text = "from lib import _hidden\nself._own = lib.thing._theirs\nself._own.__class__\ngetattr(lib, '_named')\n"

    assert foreign_privates([Source("order_capture_client/a.py", text)]) == [
        "order_capture_client/a.py:1: _hidden",
        "order_capture_client/a.py:2: _theirs",
        "order_capture_client/a.py:4: _named",
    ]
