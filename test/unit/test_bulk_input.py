"""Requests from frames and files: the value of each cell, and the place in the message if a cell does not fit."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy
import pandas
import polars
import pytest

from order_capture_client import ApiClient, ApiValueError, CheckoutApi
from order_capture_client.bulk import (
    InvalidRequest,
    Requests,
    create_checkouts,
    requests_from_file,
    requests_from_frame,
)
from order_capture_client.sandbox import Sandbox
from test.faults.size import LARGE

SHARED = {"shopping_type": "ONLINE", "channel": "WEBAPP", "languageCode": "sv"}
"""The defaults of most tests; `REST` is their part of a request."""
REST = {"shoppingType": "ONLINE", "channel": "WEBAPP", "languageCode": "sv"}


def told(requests: Requests) -> list[tuple[str | None, Any]]:
    """Return each key with the body of its request, or with the fault in it."""
    return [
        (key, request.error if isinstance(request, InvalidRequest) else request.to_dict()) for key, request in requests
    ]


def from_csv(folder: Path, text: str, columns: Any = None, **arguments: Any) -> Requests:
    file = folder / "carts.csv"
    file.write_text(text, encoding="utf-8")
    return requests_from_file(file, columns, **{"defaults": SHARED, **arguments})


def from_lines(folder: Path, text: str, **arguments: Any) -> Requests:
    file = folder / "carts.jsonl"
    file.write_text(text, encoding="utf-8")
    return requests_from_file(file, **{"defaults": SHARED, **arguments})


def refused(folder: Path, text: str, columns: Any = None, **arguments: Any) -> str:
    with pytest.raises(ApiValueError) as caught:
        told(from_csv(folder, text, columns, **arguments))
    return str(caught.value)


def lines(*numbers_and_quantities: tuple[str, int]) -> list[dict[str, Any]]:
    return [{"itemNo": number, "quantity": quantity} for number, quantity in numbers_and_quantities]


# The meaning of a table


@pytest.mark.parametrize(
    ("text", "columns", "arguments", "carts"),
    [
        pytest.param(
            "item_no,quantity\n10098949,2\n00263850,1\n",
            None,
            {},
            [
                (None, {**REST, "items": lines(("10098949", 2))}),
                (None, {**REST, "items": lines(("00263850", 1))}),
            ],
            id="without a key, each row is a cart",
        ),
        pytest.param(
            "key,item_no,quantity\na,10098949,2\na,00263850,1\nb,10098949,3\n",
            None,
            {},
            [
                ("a", {**REST, "items": lines(("10098949", 2), ("00263850", 1))}),
                ("b", {**REST, "items": lines(("10098949", 3))}),
            ],
            id="rows with the same key are the lines of a cart",
        ),
        pytest.param(
            "cart,itemNo,languageCode,serviceArea.zipCode\n007,10098949,fi,00100\n",
            None,
            {"key": "cart"},
            [
                (
                    "007",
                    {
                        **REST,
                        "languageCode": "fi",
                        "serviceArea": {"zipCode": "00100"},
                        "items": [{"itemNo": "10098949"}],
                    },
                )
            ],
            id="names of the wire, a cell before a default, and text that looks like a number",
        ),
        pytest.param(
            "zip,article,note\n25185,10098949,call first\n",
            {"zip": "service_area.zip_code", "article": "items.item_no", "note": None},
            {},
            [(None, {**REST, "serviceArea": {"zipCode": "25185"}, "items": [{"itemNo": "10098949"}]})],
            id="columns that are mapped, and one that is left out",
        ),
        pytest.param(
            "items[0].item_no,items[0].quantity,items[3].item_no,items[1].item_no\n10098949,2,00263850,\n",
            None,
            {},
            [(None, {**REST, "items": [{"itemNo": "10098949", "quantity": 2}, {"itemNo": "00263850"}]})],
            id="lines that are named move up where one is missing",
        ),
        pytest.param(
            "key,item_no,removal_service_items.service_item_no,consents[0]\n"
            "a,10098949,REMOVAL_SOFA,NEED_HELP\na,00263850,,\na,,REMOVAL_MATTRESS,\n",
            None,
            {},
            [
                (
                    "a",
                    {
                        **REST,
                        "items": [{"itemNo": "10098949"}, {"itemNo": "00263850"}],
                        "removalServiceItems": [
                            {"serviceItemNo": "REMOVAL_SOFA"},
                            {"serviceItemNo": "REMOVAL_MATTRESS"},
                        ],
                        "consents": ["NEED_HELP"],
                    },
                )
            ],
            id="each list takes lines of its own",
        ),
        pytest.param(
            "key,item_no,zip\na,10098949,25185\na,00263850,\nb,10098949,\n",
            {"zip": "service_area.zip_code"},
            {"defaults": {**SHARED, "items.uom": "PIECE", "service_area": {"city": "Helsingborg", "zipCode": "1"}}},
            [
                (
                    "a",
                    {
                        **REST,
                        "serviceArea": {"zipCode": "25185", "city": "Helsingborg"},
                        "items": [{"itemNo": "10098949", "uom": "PIECE"}, {"itemNo": "00263850", "uom": "PIECE"}],
                    },
                ),
                (
                    "b",
                    {
                        **REST,
                        "serviceArea": {"zipCode": "1", "city": "Helsingborg"},
                        "items": [{"itemNo": "10098949", "uom": "PIECE"}],
                    },
                ),
            ],
            id="defaults below others, for each line, and for blank cells",
        ),
        pytest.param(
            "item_no,quantity,apply_employee_discount\n10098949, 2.0 ,TRUE\n00263850,+3,false\n",
            None,
            {},
            [
                (None, {**REST, "applyEmployeeDiscount": True, "items": lines(("10098949", 2))}),
                (None, {**REST, "applyEmployeeDiscount": False, "items": lines(("00263850", 3))}),
            ],
            id="numbers and booleans as spreadsheets write them",
        ),
        pytest.param(
            '\ufeff"item_no";quantity;"cart_check_sum"\r\n10098949;2;"a, ""b"""\r\n\r\n  ;;\r\n00263850;1\r\n',
            None,
            {},
            [
                (None, {**REST, "cartCheckSum": 'a, "b"', "items": lines(("10098949", 2))}),
                (None, {**REST, "items": lines(("00263850", 1))}),
            ],
            id="semicolons, a mark of the encoding, quotes, blank rows and short ones",
        ),
        pytest.param(
            "item_no,quantity\n1,\n",
            None,
            {"defaults": {**SHARED, "applyEmployeeDiscount": "true", "items.quantity": " 2 ", "cartCheckSum": ""}},
            [(None, {**REST, "applyEmployeeDiscount": True, "items": lines(("1", 2))})],
            id="defaults that are text, as a command has them",
        ),
        pytest.param(
            "family_card_no,item_no\n12,1\n",
            None,
            {"key": "family_card_no"},
            [("12", {**REST, "items": [{"itemNo": "1"}]})],
            id="a key is nothing else",
        ),
        pytest.param(
            "family_card_no,item_no\n12,1\n",
            {"family_card_no": "family_card_no"},
            {"key": "family_card_no"},
            [("12", {**REST, "familyCardNo": "12", "items": [{"itemNo": "1"}]})],
            id="a key is something else, too, where that is said",
        ),
        pytest.param(
            "key, item_no ,quantity,channel,service_area.city\n"
            "W-1, 10098949 , 2 , WEBAPP ,\u00a0Malmö \n W-1 ,00263850,1,WEBAPP,Malmö\n",
            None,
            {"defaults": {"shopping_type": " ONLINE ", "language_code": "sv", "service_area.zip_code": " 00100 "}},
            [
                (
                    "W-1",
                    {
                        **REST,
                        "serviceArea": {"zipCode": "00100", "city": "Malmö"},
                        "items": lines(("10098949", 2), ("00263850", 1)),
                    },
                )
            ],
            id="blanks around keys, texts, enums and numbers are no part of them",
        ),
        pytest.param(
            ",item_no, ,quantity,,\n,10098949,,2,, \n,00263850,,1\n",
            None,
            {},
            [
                (None, {**REST, "items": lines(("10098949", 2))}),
                (None, {**REST, "items": lines(("00263850", 1))}),
            ],
            id="columns without a name that hold nothing, as spreadsheets write them",
        ),
        pytest.param(
            ",item_no,quantity\n0,10098949,2\n",
            {"": None},
            {},
            [(None, {**REST, "items": lines(("10098949", 2))})],
            id="a column without a name that is left out",
        ),
        pytest.param("item_no,quantity\n", None, {}, [], id="no rows"),
    ],
)
def test_a_table_means(
    text: str, columns: Any, arguments: dict[str, Any], carts: list[tuple[str | None, Any]], tmp_path: Path
) -> None:
    requests = from_csv(tmp_path, text, columns, **arguments)
    assert told(requests) == carts
    assert len(requests) == len(carts)
    assert told(requests) == carts  # it may be read again
    assert repr(requests) == f"<Requests: {len(carts)} from carts.csv>"


def test_tabs_separate_the_columns_of_a_tsv_file(tmp_path: Path) -> None:
    file = tmp_path / "carts.TSV"
    file.write_text("item_no\tquantity\n10098949\t2\n", encoding="utf-8")
    assert told(requests_from_file(file, defaults=SHARED)) == [(None, {**REST, "items": lines(("10098949", 2))})]


def test_a_file_may_be_of_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "carts.csv"
    file.write_bytes("item_no,service_area.zip_code,service_area.city\n10098949,1,Malmö\n".encode("cp1252"))
    ((_, cart),) = told(requests_from_file(file, defaults=SHARED, encoding="cp1252"))
    assert cart["serviceArea"]["city"] == "Malmö"
    with pytest.raises(ApiValueError, match=r"^carts\.csv: not utf-8-sig; name its encoding, such as cp1252$"):
        requests_from_file(file, defaults=SHARED)
    with pytest.raises(ApiValueError, match=r"^encoding: unknown; name one that Python has, such as cp1252$"):
        requests_from_file(file, defaults=SHARED, encoding="cp0")


# A fault in one cart becomes its outcome


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("item_no,quantity\n1,1\n1,two\n", "carts.csv, row 3, column quantity: whole number expected"),
        ("item_no,quantity\n1,1\n\n1,2.5\n", "carts.csv, row 4, column quantity: whole number expected"),
        ('item_no,quantity\n"1\n",1\n1,x\n', "carts.csv, row 3, column quantity: whole number expected"),
        ("key,item_no,quantity\na,1,1\nb,1,1\nb,2,x\n", "carts.csv, row 4, column quantity: whole number expected"),
        ("item_no,channel\n1,WEBAPP\n1,SMOKE\n", "carts.csv, row 3, column channel: one of "),
        ("item_no,apply_employee_discount\n1,\n1,yes\n", "row 3, column apply_employee_discount: true or false"),
        ("item_no,service_area.zip_code,service_area.city\n1,1,A\n1,,A\n", "row 3, column service_area.zip_code: req"),
        ("item_no,service_area.city\n1,\n1,A\n", "carts.csv, row 3: service_area.zip_code: required"),
        ("item_no,quantity,language_code\n1,1,\n,,sv\n", "carts.csv, row 3: items: required"),
        (
            "key,item_no,language_code\na,1,sv\nb,1,sv\nb,2,de\n",
            "carts.csv, row 4, column language_code: differs from row 3 of the same cart",
        ),
        (
            "key,item_no,service_items.provider,service_items.item_reference_list[0].quantity\na,1,,\nb,1,P,\n",
            "carts.csv, row 3: service_items[0].item_reference_list: required",
        ),
        (
            "key,items[5].item_no,items[5].quantity,items[2].quantity\na,1,1,\nb,1,x,2\n",
            "carts.csv, row 3, column items[5].quantity: whole number expected",
        ),
    ],
)
def test_an_error_names_row_and_column(text: str, error: str, tmp_path: Path) -> None:
    (_, good), (_, bad) = told(from_csv(tmp_path, text))
    assert isinstance(good, dict)
    assert error in bad


def test_an_error_names_all_faults_and_no_value(tmp_path: Path) -> None:
    ((key, error),) = told(from_csv(tmp_path, "key,item_no,quantity,channel\nsecret-1,1,secret-2,secret-3\n"))
    assert key == "secret-1"
    assert error.startswith("carts.csv, row 2, column ")
    assert error.count("carts.csv, row 2, column ") == 1  # enums are looked at once the rest fits
    assert "secret" not in error


# A fault in the whole file raises before anything is sent


@pytest.mark.parametrize(
    ("text", "columns", "arguments", "error"),
    [
        ("", None, {}, "carts.csv, row 1: the names of the columns expected"),
        ("\n", None, {}, "carts.csv, row 1: the names of the columns expected"),
        ("item_no,item_no\n", None, {}, "columns: there are two with the name 'item_no'"),
        (" , \n", None, {}, "carts.csv, row 1: the names of the columns expected"),
        ("item_no,,\n1,,\n1,,x\n", None, {}, "carts.csv, row 3: a value in column 3, which has no name"),
        ("item_no,\n1,,x\n", None, {}, "carts.csv, row 2: 3 cells, but 2 columns"),
        ("item_no,quantity\n1,2,3\n", None, {}, "carts.csv, row 2: 3 cells, but 2 columns"),
        ('item_no\n"1\n', None, {}, "carts.csv, row 2: unexpected end of data"),
        ('item_no\n"1"2\n', None, {}, "carts.csv, row 2: ',' expected after '\"'"),
        ("key,item_no\na,1\n,2\n", None, {}, "carts.csv, row 3, column key: a key is required in each row"),
        (
            "cart,item_no\na,1\nb,2\na,3\n",
            None,
            {"key": "cart"},
            "carts.csv, row 4, column cart: the same key as in row 2, with other rows between; put the rows of a cart"
            " together",
        ),
        (
            "itm_no\n1\n",
            None,
            {},
            "column itm_no: items.itm_no: ItemRequest has no such field; did you mean 'item_no'?",
        ),
        ("item_no,chanel\n", None, {}, "column chanel: CheckoutRequest has no such field; did you mean 'channel'?"),
        (
            "item_no,note\n",
            None,
            {},
            'column note: CheckoutRequest has no such field; name its place with columns={"note": ...}, None for none',
        ),
        ("item_no,note\n", {"note": "note"}, {}, "column note: CheckoutRequest has no such field"),
        ("item_no\n", {"zip": "items.quantity"}, {}, "columns: there is no 'zip'; there is 'item_no'"),
        ("item_no\n", None, {"key": "cart"}, "columns: there is no 'cart'; there is 'item_no'"),
        (
            "zip\n",
            {"zip": "service_area.zip"},
            {},
            "column zip: service_area.zip: ServiceAreaRequest has no such field; did you mean 'zip_code'?",
        ),
        ("zip\n", {"zip": "service_area zip"}, {}, "column zip: 'service_area zip' is not a place in a request"),
        ("zip\n", {"zip": "channel.zip"}, {}, "column zip: channel.zip: channel has no fields"),
        ("zip\n", {"zip": "channel[0]"}, {}, "column zip: channel[0]: channel is not a list"),
        (
            "n\n",
            {"n": "service_items.item_reference_list.quantity"},
            {},
            "column n: service_items.item_reference_list.quantity: item_reference_list is a list below a list, so it"
            " needs an index: item_reference_list[0]",
        ),
        ("item_no,itemNo\n", None, {}, "column itemNo: column item_no is for items.item_no already"),
        ("items,item_no\n", None, {}, "column item_no: column items is for items already"),
        (
            "item_no,items[0].quantity\n",
            None,
            {},
            "column items[0].quantity: has an index for items, but column item_no has no index; give an index in both or",
        ),
        ("item_no\n", None, {"defaults": {"chanel": 1}}, "defaults: chanel: CheckoutRequest has no such field"),
        ("item_no\n", None, {"defaults": {"channel": "SMOKE"}}, "defaults.channel: one of "),
        ("item_no\n", None, {"defaults": {"items.quantity": "two"}}, "defaults.items[0].quantity: whole number exp"),
        ("item_no\n", None, {"defaults": {"language_code": 1}}, "defaults.language_code: text expected"),
        (
            "item_no\n",
            None,
            {"defaults": {**SHARED, "items": [{"itemNo": "1"}]}},
            "defaults items: column item_no is for items.item_no already",
        ),
        ("item_no\n", None, {"defaults": {"service_area": {"zip_code": 1}}}, "defaults.service_area.zip_code: text"),
        ("item_no\n", None, {"defaults": {"items.uom": 1}}, "defaults.items[0].uom: text expected"),
        (
            "language_code\n",
            None,
            {"defaults": {"items.uom": "PIECE"}},
            "defaults items.uom: no column adds lines to that list",
        ),
        (
            "service_area.city,item_no\n",
            None,
            {"defaults": {"serviceArea": {}}},
            "defaults service_area: column service_area.city is for service_area.city already",
        ),
    ],
)
def test_a_file_that_does_not_fit_as_a_whole_is_refused(
    text: str, columns: Any, arguments: dict[str, Any], error: str, tmp_path: Path
) -> None:
    assert error in refused(tmp_path, text, columns, **arguments)


def test_no_file_no_table_or_no_kind_that_is_known(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        requests_from_file(tmp_path / "none.csv")
    (tmp_path / "carts.xlsx").touch()
    with pytest.raises(ApiValueError, match=r"^carts\.xlsx: a name that ends in \.csv, \.tsv, \.jsonl, \.ndjson exp"):
        requests_from_file(tmp_path / "carts.xlsx")
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(ApiValueError, match=r"^pipe\.csv: a file expected, as it is read twice$"):
        requests_from_file(tmp_path / "pipe.csv")


# JSON Lines


def test_each_line_of_json_is_a_request_in_either_spelling(tmp_path: Path) -> None:
    text = (
        '{"cart": "a", "items": [{"itemNo": "10098949", "quantity": 2}], "serviceArea": {"zipCode": "1"}}\n'
        "\n"
        '{"cart": 7, "items": [{"item_no": "00263850", "quantity": 1.0}], "language_code": "fi", "serviceArea": null}'
    )
    requests = from_lines(
        tmp_path, text, key="cart", defaults={**SHARED, "service_area": {"zip_code": "9", "city": "Malmö"}}
    )
    assert len(requests) == 2
    assert told(requests) == [
        ("a", {**REST, "serviceArea": {"zipCode": "1", "city": "Malmö"}, "items": lines(("10098949", 2))}),
        (
            "7",
            {
                **REST,
                "languageCode": "fi",
                "serviceArea": {"zipCode": "9", "city": "Malmö"},
                "items": lines(("00263850", 1)),
            },
        ),
    ]


def test_blanks_in_json_are_part_of_a_text(tmp_path: Path) -> None:
    ((key, cart),) = told(from_lines(tmp_path, '{"key": "a ", "items": [], "cartCheckSum": " b"}'))
    assert key == "a "
    assert cart["cartCheckSum"] == " b"


@pytest.mark.parametrize(
    ("line", "key", "error"),
    [
        ("{", None, "carts.jsonl, line 2: a JSON object expected"),
        ("[]", None, "carts.jsonl, line 2: a JSON object expected"),
        ('{"items": [{"quantity": NaN}]}', None, "carts.jsonl, line 2: a JSON object expected"),
        pytest.param("[" * 100_000, None, "carts.jsonl, line 2: a JSON object expected", id="deep"),
        ('{"key": 1.5}', None, "carts.jsonl, line 2, key: text or a whole number expected"),
        ('{"key": true}', None, "carts.jsonl, line 2, key: text or a whole number expected"),
        ('{"key": "b"}', "b", "carts.jsonl, line 2, items: required"),
        (
            '{"key": "b", "items": [{"itemNo": 263850, "quantity": "x"}]}',
            "b",
            "carts.jsonl, line 2, items[0].item_no: text expected, in quotes: a number would lose its leading zeros;"
            " carts.jsonl, line 2, items[0].quantity: whole number expected",
        ),
        (
            '{"items": [{"itemNo": "1"}], "chanel": "x"}',
            None,
            "line 2, chanel: CheckoutRequest has no such field; did you mean 'channel'?",
        ),
        ('{"items": [], "languageCode": "a", "language_code": "b"}', None, "language_code: given twice"),
    ],
)
def test_an_error_names_the_line_of_json(line: str, key: str | None, error: str, tmp_path: Path) -> None:
    (_, good), (name, bad) = told(from_lines(tmp_path, '{"items": []}\n' + line + "\n"))
    assert isinstance(good, dict)
    assert name == key
    assert error in bad


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"columns": {"a": "channel"}}, "columns: not supported for JSON Lines, which name the fields themselves"),
        ({"defaults": {"items.uom": "PIECE"}}, "defaults: not supported for the lines of lists in JSON Lines"),
        ({"defaults": {"chanel": "x"}}, "defaults: chanel: CheckoutRequest has no such field"),
    ],
)
def test_json_lines_refuse(arguments: Any, error: str, tmp_path: Path) -> None:
    with pytest.raises(ApiValueError, match=error):
        from_lines(tmp_path, "{}", **arguments)


# Frames


@pytest.mark.parametrize("kind", [pandas.DataFrame, polars.DataFrame], ids=["pandas", "polars"])
def test_a_frame_means_what_a_file_means(kind: Any) -> None:
    frame = kind(
        {
            "key": ["a", "a", "b"],
            "item_no": ["10098949", "00263850", "10098949"],
            "quantity": [2, None, 3],
            "zip": ["25185", None, "25185"],
        }
    )
    requests = requests_from_frame(frame, {"zip": "service_area.zip_code"}, defaults=SHARED)
    area = {"zipCode": "25185"}
    assert told(requests) == [
        (
            "a",
            {**REST, "serviceArea": area, "items": [*lines(("10098949", 2)), {"itemNo": "00263850"}]},
        ),
        ("b", {**REST, "serviceArea": area, "items": lines(("10098949", 3))}),
    ]
    assert len(requests) == 2
    assert repr(requests) == "<Requests: 2 from frame>"


def test_a_frame_that_was_read_as_text_means_what_its_file_means(tmp_path: Path) -> None:
    text = "key,item_no,quantity,apply_employee_discount\n1,00263850,2,TRUE\n1 , 10098949,,\n"
    file = told(from_csv(tmp_path, text))
    for keeps in (True, False):
        frame = pandas.read_csv(tmp_path / "carts.csv", dtype=str, keep_default_na=keeps)
        assert told(requests_from_frame(frame, defaults=SHARED)) == file
    other = polars.read_csv(tmp_path / "carts.csv", infer_schema=False)
    assert told(requests_from_frame(other, defaults=SHARED)) == file


ABSENT = [None, float("nan"), numpy.nan, numpy.float32("nan"), pandas.NaT, pandas.NA, Decimal("NaN")]


@pytest.mark.parametrize("absent", ABSENT, ids=lambda value: f"{type(value).__name__} {value}")
def test_what_stands_for_nothing_is_absent(absent: object) -> None:
    frame = pandas.DataFrame({"item_no": ["1", "1"], "quantity": pandas.Series([1, absent], dtype=object)})
    assert [cart["items"] for _, cart in told(requests_from_frame(frame, defaults=SHARED))] == [
        lines(("1", 1)),
        [{"itemNo": "1"}],
    ]


@pytest.mark.parametrize(
    "quantity",
    [
        numpy.int8(2),
        numpy.uint64(2),
        numpy.float64(2),
        numpy.float32(2),
        Decimal(2),
        2.0,
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("dtype", [None, object], ids=["own dtype", "object"])
def test_numbers_of_numpy_are_numbers(quantity: Any, dtype: Any) -> None:
    frame = pandas.DataFrame({"item_no": ["1"], "quantity": pandas.Series([quantity], dtype=dtype)})
    ((_, cart),) = told(requests_from_frame(frame, defaults=SHARED))
    assert cart["items"] == lines(("1", 2))
    assert type(cart["items"][0]["quantity"]) is int


@pytest.mark.parametrize("dtype", ["bool", "boolean", "object"])
def test_booleans_of_numpy_are_booleans(dtype: str) -> None:
    values = pandas.Series([numpy.bool_(True)], dtype=dtype)
    frame = pandas.DataFrame({"item_no": ["1"], "apply_employee_discount": values})
    ((_, cart),) = told(requests_from_frame(frame, defaults=SHARED))
    assert cart["applyEmployeeDiscount"] is True


def test_cells_may_hold_lists_and_objects() -> None:
    items = [{"item_no": "10098949", "quantity": 2}]
    for frame in (
        polars.DataFrame({"items": [items]}),
        pandas.DataFrame({"items": [items]}),
        pandas.DataFrame({"items": [numpy.array([{"item_no": "10098949", "quantity": numpy.int64(2)}])]}),
        pandas.DataFrame({"items": [[{"item_no": "10098949", "quantity": 2.0, "uom": numpy.nan}]]}),
    ):
        ((_, cart),) = told(requests_from_frame(frame, defaults=SHARED))
        assert cart == {**REST, "items": lines(("10098949", 2))}


@pytest.mark.parametrize(
    "frame",
    [
        pandas.DataFrame({"item_no": [10098949, 263850], "quantity": [1, 1]}),
        pandas.DataFrame({"item_no": [10098949, None], "quantity": [1, 1]}),
        polars.DataFrame({"item_no": [10098949, 263850], "quantity": [1, 1]}),
    ],
    ids=["pandas", "pandas, as floats", "polars"],
)
def test_article_numbers_that_became_numbers_are_refused(frame: Any) -> None:
    with pytest.raises(ApiValueError) as caught:
        requests_from_frame(frame, defaults=SHARED)
    assert str(caught.value) == (
        "frame, row 0, column item_no: text expected, and numbers have lost their leading zeros; read the column as"
        ' text, as in pandas.read_csv(..., dtype={"item_no": str})'
    )


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (pandas.DataFrame({"item_no": ["1"], "quantity": ["x"]}), "frame, row 0, column quantity: whole number exp"),
        (pandas.DataFrame({"items": [[{"quantity": "x"}]]}), "frame, row 0, column items[0].quantity: whole number"),
        (polars.DataFrame({"item_no": ["1"], "quantity": [1.5]}), "frame, row 0, column quantity: whole number exp"),
    ],
)
def test_an_error_names_row_and_column_of_a_frame(frame: Any, error: str) -> None:
    ((_, told_error),) = told(requests_from_frame(frame, defaults=SHARED))
    assert told_error.startswith(error)


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        ([{"item_no": "1"}], "frame: a pandas or polars DataFrame expected"),
        (polars.LazyFrame({"item_no": ["1"]}), "frame: a pandas or polars DataFrame expected; collect() it first"),
        (pandas.Series(["1"]), "frame: a pandas or polars DataFrame expected"),
        (pandas.DataFrame([["1"]]), "columns: their names have to be text"),
        (pandas.DataFrame([["1", "2"]], columns=["item_no", "item_no"]), "columns: there are two with the name"),
        (pandas.DataFrame({"key": [1.0], "item_no": ["1"]}), "frame, row 0, column key: text or a whole number"),
        (pandas.DataFrame({"key": ["a", None], "item_no": ["1", "2"]}), "frame, row 1, column key: a key is required"),
        (
            pandas.DataFrame({"key": [1, 2, 1], "item_no": ["1", "2", "3"]}),
            "frame, row 2, column key: the same key as in row 0",
        ),
    ],
)
def test_a_frame_that_does_not_fit_as_a_whole_is_refused(frame: Any, error: str) -> None:
    with pytest.raises(ApiValueError) as caught:
        requests_from_frame(frame, defaults=SHARED)
    assert str(caught.value).startswith(error)


# As part of a run


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with closing(Sandbox()) as sandbox:
        yield sandbox


def test_carts_of_a_file_become_checkouts_and_an_unusable_one_an_outcome(sandbox: Sandbox, tmp_path: Path) -> None:
    text = "key,item_no,quantity\na,10098949,2\na,00263850,1\nb,10098949,x\nc,00263850,5\n"
    with ApiClient(sandbox.configuration(), transport=sandbox) as client:
        api = CheckoutApi(client)
        outcomes = {o.key: o for o in create_checkouts(api, "se", from_csv(tmp_path, text), progress=False)}
        assert {key: outcome.status for key, outcome in outcomes.items()} == {
            "a": "created",
            "b": "invalid",
            "c": "created",
        }
        assert outcomes["b"].error == "carts.csv, row 4, column quantity: whole number expected"
        order = api.get_order(str(outcomes["a"].resource_id), "se")
    assert [(item.item_no, item.quantity) for item in order.items or []] == [("10098949", 2), ("00263850", 1)]


def test_a_bare_frame_is_refused_with_the_function_that_takes_it(sandbox: Sandbox) -> None:
    frame: Any = pandas.DataFrame({"item_no": ["1"]})
    with (
        ApiClient(sandbox.configuration(), transport=sandbox) as client,
        pytest.raises(ApiValueError, match="requests_from_frame"),
    ):
        create_checkouts(CheckoutApi(client), "se", frame, progress=False)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_long_file_takes_no_memory(kind: str, tmp_path: Path) -> None:
    rows = 50_000 if LARGE else 1_000
    file = tmp_path / f"carts.{kind}"
    with file.open("w", encoding="utf-8") as text:
        if kind == "csv":
            text.write("key,item_no,quantity\n")
            text.writelines(f"cart-{number},10098949,1\n" for number in range(rows))
        else:
            text.writelines(f'{{"key": "cart-{number}", "items": []}}\n' for number in range(rows))
    tracemalloc.start()
    try:
        requests = requests_from_file(file, defaults=SHARED)
        assert sum(1 for _, request in requests if not isinstance(request, InvalidRequest)) == rows
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(requests) == rows
    assert peak < 500_000
