"""The kinds of things that real contracts bring: each is added to a small contract, and used through the package.

The package is generated once, from the small contract with all additions; each addition alone is accepted, too.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import pytest

from test.small_contract import contract_of, merged, package_of, plan_of, small

Fragment = dict[str, Any]
TestT = TypeVar("TestT", bound=Callable[..., None])

ADDITIONS: dict[str, Fragment] = {}


def brings(*fragments: Fragment) -> Callable[[TestT], TestT]:
    """Adds to the contract, for one test."""

    def register(test: TestT) -> TestT:
        ADDITIONS[test.__name__] = merged({}, *fragments)
        return test

    return register


# Fragments


def ref(name: str, kind: str = "schemas", **beside: object) -> Fragment:
    return {"$ref": f"#/components/{kind}/{name}", **beside}


def json(schema: Fragment) -> Fragment:
    return {"application/json": {"schema": schema}}


def answer(schema: Fragment | None, **others: object) -> Fragment:
    return {"description": "An answer.", **({} if schema is None else {"content": json(schema)}), **others}


def op(method: str, path: str, name: str, **values: object) -> Fragment:
    """An operation; without more, it answers with a cart."""
    described = {"tags": ["Cart"], "summary": "Do it", "description": "Does it.", "operationId": name}
    values.setdefault("responses", {"200": answer(ref("Cart"))})
    return {"paths": {path: {method: {**described, **values}}}}


def parameter(name: str, schema: Fragment, where: str = "query", **values: object) -> Fragment:
    required = {"required": True} if where == "path" else {}
    return {"name": name, "in": where, "description": "A parameter.", "schema": schema, **required, **values}


def schemas(**named: Fragment) -> Fragment:
    return {"components": {"schemas": named}}


def obj(required: list[str] | None = None, /, **properties: Fragment) -> Fragment:
    described = {name: {"description": "A property.", **value} for name, value in properties.items()}
    found = {"required": required} if required else {}
    return {"type": "object", "description": "An object.", "properties": described, **found}


def body(schema: Fragment, **values: object) -> Fragment:
    return {"description": "The body.", "required": True, "content": json(schema), **values}


def echo(name: str, schema: Fragment, **named: Fragment) -> tuple[Fragment, Fragment]:
    """A schema `Name` that is sent to `/name`, and is the answer of it."""
    class_name = name[0].upper() + name[1:]
    call = op(
        "put",
        f"/{name}",
        f"put{class_name}",
        requestBody=body(ref(class_name)),
        responses={"200": answer(ref(class_name))},
    )
    return call, schemas(**{class_name: schema}, **named)


TEXT: Fragment = {"type": "string"}
INT: Fragment = {"type": "integer"}


# The package


class Carts:
    """The generated package, with a service that gives prepared answers and keeps the requests."""

    def __init__(self, package: ModuleType) -> None:
        self.package: Any = package
        self.models: Any = package.models
        self.requests: list[Any] = []
        self._reply: tuple[int, bytes, dict[str, str]] = (200, b"{}", {})

    def replies(self, body: str | bytes = b"", status: int = 200, **headers: str) -> Carts:
        """Prepares the next answer."""
        content = {"Content-Type": "application/json"} if body else {}
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._reply = (status, raw, content | named)
        return self

    def handle(self, request: Any) -> Any:
        self.requests.append(request)
        status, raw, headers = self._reply
        # The test of another package may load the parts of it that are not needed here.
        response = self.package_part("_core.wire").Response
        http_headers = self.package_part("_core.wire").HTTPHeaderDict
        return response(status, http_headers(headers), raw)

    def package_part(self, name: str) -> Any:
        import importlib

        return importlib.import_module(f"{self.package.__name__}.{name}")

    def configuration(self) -> Any:
        return self.package.Configuration(access_token="token")

    def api(self, name: str = "CartApi", **options: object) -> Any:
        configuration = self.configuration()
        client = self.package.ApiClient(configuration, transport=self)
        for key, value in options.items():
            setattr(client, key, value)
        return getattr(self.package, name)(client)

    @property
    def sent(self) -> tuple[str, str, str | None]:
        """Method, target and body of the last request."""
        request = self.requests[-1]
        return request.method, request.target, None if request.body is None else request.body.decode()

    @property
    def target(self) -> str:
        return str(self.requests[-1].target)

    def refusal(self, call: Callable[..., object], *arguments: object, **named: object) -> str:
        """Returns the message of a refused call, which sent nothing."""
        count = len(self.requests)
        with pytest.raises(self.package.exceptions.ApiValueError) as refused:
            call(*arguments, **named)
        assert len(self.requests) == count
        return str(refused.value)


@pytest.fixture(scope="module")
def generated_package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("kinds")
    contract = contract_of(merged(small(), *ADDITIONS.values()), folder)
    return package_of(contract, folder, "kinds_client")


@pytest.fixture
def carts(generated_package: ModuleType) -> Carts:
    return Carts(generated_package)


CART = '{"kind": "BIG"}'


# Methods and answers


@brings(op("delete", "/carts/{cartId}", "dropCart", parameters=[parameter("cartId", TEXT, "path")]))
def test_delete(carts: Carts) -> None:
    assert carts.replies(CART).api().drop_cart("c1").kind == "BIG"
    assert carts.sent == ("DELETE", "/carts/c1", None)


@brings(
    op(
        "delete",
        "/gone/{id}",
        "dropGone",
        parameters=[parameter("id", TEXT, "path")],
        responses={"204": answer(None), "404": answer(ref("Fault"))},
    )
)
def test_204(carts: Carts) -> None:
    api = carts.replies(status=204).api()
    assert api.drop_gone("c1") is None
    response = api.drop_gone_with_http_info("c1")
    assert (response.status_code, response.data, response.raw_data) == (204, None, b"")
    with pytest.raises(carts.package.NotFoundException) as error:
        carts.replies('{"code": "no"}', 404).api().drop_gone("c1")
    assert error.value.data.code == "no"


@brings(
    op("head", "/carts/{cartId}", "headCart", parameters=[parameter("cartId", TEXT, "path")]),
)
def test_head(carts: Carts) -> None:
    response = carts.replies(X_Count="3").api().head_cart_with_http_info("c1")
    assert (carts.sent[0], response.data, response.headers["x-count"]) == ("HEAD", None, "3")


@brings(
    op("get", "/either", "getEither", responses={"200": answer(ref("Cart")), "204": answer(None)}),
)
def test_an_answer_with_or_without_a_body(carts: Carts) -> None:
    assert carts.replies(CART).api().get_either().kind == "BIG"
    assert carts.replies(status=204).api().get_either() is None


@brings(op("get", "/default", "getDefault", responses={"200": answer(ref("Cart")), "default": answer(ref("Fault"))}))
def test_default_response(carts: Carts) -> None:
    with pytest.raises(carts.package.ApiException) as error:
        carts.replies('{"code": "teapot"}', 418).api().get_default()
    assert (error.value.status, error.value.data.code) == (418, "teapot")


@brings(op("get", "/only-default", "getOnlyDefault", responses={"default": answer(ref("Cart"))}))
def test_a_default_alone_stands_for_success(carts: Carts) -> None:
    assert carts.replies(CART).api().get_only_default().kind == "BIG"


@brings(op("get", "/moved", "getMoved", responses={"200": answer(ref("Cart")), "302": answer(None)}))
def test_3xx(carts: Carts) -> None:
    with pytest.raises(carts.package.UnexpectedRedirectException):
        carts.replies(status=302, Location="/other").api().get_moved()


@brings(op("get", "/ranges", "getRanges", responses={"2XX": answer(ref("Cart")), "4XX": answer(ref("Fault"))}))
def test_ranges_of_statuses(carts: Carts) -> None:
    assert carts.replies(CART, 203).api().get_ranges().kind == "BIG"
    with pytest.raises(carts.package.ConflictException) as error:
        carts.replies('{"code": "c"}', 409).api().get_ranges()
    assert error.value.data.code == "c"


@brings(op("get", "/no-errors", "getNoErrors"))
def test_an_operation_without_error_responses(carts: Carts) -> None:
    assert carts.replies(CART).api().get_no_errors().kind == "BIG"
    with pytest.raises(carts.package.NotFoundException) as error:
        carts.replies('{"code": "no"}', 404).api().get_no_errors()
    assert (error.value.data, error.value.body) == (None, '{"code": "no"}')


@brings(
    op(
        "get",
        "/two-errors",
        "getTwoErrors",
        responses={
            "200": answer(ref("Cart")),
            "404": answer(ref("Fault")),
            "422": answer(ref("OtherFault")),
            "500": answer(ref("Fault")),
        },
    ),
    schemas(OtherFault=obj(reason=TEXT)),
)
def test_errors_of_two_schemas(carts: Carts) -> None:
    for status, name in ((404, "Fault"), (422, "OtherFault"), (500, "Fault")):
        with pytest.raises(carts.package.ApiException) as error:
            carts.replies('{"code": "c", "reason": "r"}', status).api().get_two_errors()
        assert type(error.value.data) is getattr(carts.models, name)


@brings(op("get", "/many", "getMany", responses={"200": answer({"type": "array", "items": ref("Cart")})}))
def test_a_list_as_answer(carts: Carts) -> None:
    answer = carts.replies('[{"kind": "BIG"}, {"kind": "SMALL"}]').api().get_many()
    assert [type(cart).__name__ for cart in answer] == ["Cart", "Cart"]
    response = carts.replies('[{"kind": "BIG", "new": 1}, {"kind": "HUGE"}]').api().get_many_with_http_info()
    assert [(drift.path, drift.kind) for drift in response.drift] == [
        ((0, "new"), "unknown_field"),
        ((1, "kind"), "unknown_enum_value"),
    ]
    for wrong in ("{}", "", "[1", "null"):
        with pytest.raises(carts.package.UndecodableResponseError):
            carts.replies(wrong, Content_Type="application/json").api().get_many()


@brings(
    op("get", "/count", "getCount", responses={"200": answer(INT)}),
    op("get", "/name", "getName", responses={"200": answer(TEXT)}),
    op("get", "/map", "getMap", responses={"200": answer({"type": "object", "additionalProperties": INT})}),
    op("get", "/kind", "getKind", responses={"200": answer(ref("Kind"))}),
    op("get", "/total", "getTotal", responses={"200": answer({"type": "number"})}),
)
def test_a_plain_value_as_answer(carts: Carts) -> None:
    assert carts.replies("7").api().get_count() == 7
    assert carts.replies('"x"').api().get_name() == "x"
    assert carts.replies('{"a": 1}').api().get_map() == {"a": 1}
    assert carts.replies('"BIG"').api().get_kind() is carts.models.Kind.BIG
    assert carts.replies("1.10").api().get_total() == Decimal("1.1")
    response = carts.replies('"HUGE"').api().get_kind_with_http_info()
    assert (response.data, [drift.kind for drift in response.drift]) == ("HUGE", ["unknown_enum_value"])
    with pytest.raises(carts.package.UndecodableResponseError, match="get_count"):
        carts.replies('"seven"').api().get_count()


@brings(
    op(
        "get",
        "/headers",
        "getHeaders",
        responses={"200": answer(ref("Cart"), headers={"X-Rate": ref("Rate", "headers")})},
    ),
    {"components": {"headers": {"Rate": {"description": "Calls left.", "schema": INT}}}},
)
def test_response_headers(carts: Carts) -> None:
    response = carts.replies(CART, X_Rate="9").api().get_headers_with_http_info()
    assert response.headers["X-Rate"] == "9"


# Requests


@brings(op("post", "/optional", "postOptional", requestBody=body(ref("Cart"), required=False)))
def test_an_optional_body(carts: Carts) -> None:
    api = carts.replies(CART).api()
    api.post_optional()
    assert carts.sent == ("POST", "/optional", "")
    assert "Content-Type" not in carts.requests[-1].headers
    api.post_optional(cart={"kind": "BIG"})
    assert carts.sent == ("POST", "/optional", '{"kind":"BIG"}')


@brings(
    op("post", "/list", "postList", requestBody=body({"type": "array", "items": ref("Cart"), "minItems": 1})),
    op("post", "/texts", "postTexts", requestBody=body({"type": "array", "items": TEXT})),
    op("post", "/inline", "postInline", requestBody=body(obj(["a"], a=TEXT))),
)
def test_bodies_that_are_no_component(carts: Carts) -> None:
    api = carts.replies(CART).api()
    api.post_list([{"kind": "BIG", "total": 1.5}, carts.models.Cart(kind="SMALL")])
    assert carts.sent[2] == '[{"kind":"BIG","total":1.5},{"kind":"SMALL"}]'
    assert carts.refusal(api.post_list, []) == "cart: at least 1 item expected"
    assert carts.refusal(api.post_list, [{"kind": "HUGE"}]) == "cart[0].kind: one of BIG, SMALL expected"
    assert carts.refusal(api.post_list, [{"knd": 1}]).startswith("cart[0].knd: Cart has no such field")
    api.post_texts(["a"])
    assert carts.sent[2] == '["a"]'
    api.post_inline(carts.models.PostInlineRequest(a="x"))
    assert carts.sent[2] == '{"a":"x"}'


@brings(
    op(
        "get",
        "/query",
        "getQuery",
        parameters=[
            parameter("page", {"type": "integer", "minimum": 1}),
            parameter("isOpen", {"type": "boolean"}),
            parameter("kind", ref("Kind")),
            parameter("sort", {"type": "string", "enum": ["ASC", "DESC"]}),
            parameter("ids", {"type": "array", "items": TEXT}),
            parameter("codes", {"type": "array", "items": INT}, explode=False),
            parameter("kinds", {"type": "array", "items": ref("Kind")}, explode=False),
            parameter("since", {"type": "string", "format": "date"}),
            parameter("at", {"type": "string", "format": "date-time"}),
            parameter("most", {"type": "number"}),
            parameter("filter[name]", {"type": "string", "maxLength": 3}),
        ],
    )
)
def test_query_parameters(carts: Carts) -> None:
    call = carts.replies(CART).api().get_query
    cases: list[tuple[dict[str, object], str]] = [
        ({"page": 2}, "page=2"),
        ({"is_open": True}, "isOpen=true"),
        ({"is_open": False}, "isOpen=false"),
        ({"kind": "BIG"}, "kind=BIG"),
        ({"kind": carts.models.Kind.SMALL}, "kind=SMALL"),
        ({"sort": "DESC"}, "sort=DESC"),
        ({"ids": ["a", "b&c"]}, "ids=a&ids=b%26c"),
        ({"ids": []}, ""),
        ({"codes": [1, 2]}, "codes=1,2"),
        ({"kinds": ["BIG", carts.models.Kind.SMALL]}, "kinds=BIG,SMALL"),
        ({"since": date(2026, 1, 2)}, "since=2026-01-02"),
        ({"since": "2026-01-02"}, "since=2026-01-02"),
        ({"at": datetime(2026, 1, 2, tzinfo=timezone.utc)}, "at=2026-01-02T00%3A00%3A00%2B00%3A00"),
        ({"most": Decimal("1.50")}, "most=1.50"),
        ({"filter_name": "a b"}, "filter%5Bname%5D=a%20b"),
    ]
    for arguments, query in cases:
        call(**arguments)
        assert carts.target == (f"/query?{query}" if query else "/query"), arguments
    assert carts.refusal(call, page="1") == "page: whole number expected"
    assert carts.refusal(call, page=0) == "page: at least 1 expected"
    assert carts.refusal(call, is_open=1) == "is_open: true or false expected"
    assert carts.refusal(call, sort="UP") == "sort: one of ASC, DESC expected"
    assert carts.refusal(call, kinds=["HUGE"]) == "kinds[0]: one of BIG, SMALL expected"
    assert carts.refusal(call, ids="abc") == "ids: list expected"
    assert carts.refusal(call, filter_name="long") == "filter_name: at most 3 characters expected"


@brings(
    op(
        "get",
        "/header",
        "getHeader",
        parameters=[
            parameter("X-Trace-Id", TEXT, "header", required=True),
            parameter("X-Depth", INT, "header"),
            parameter("X-Tags", {"type": "array", "items": TEXT}, "header"),
            parameter("Accept", TEXT, "header"),
            parameter("X-Name", TEXT, "header") | {"x-personal-data": True},
            parameter("X-Pin", TEXT | {"format": "password"}, "header"),
        ],
    )
)
def test_header_parameters(carts: Carts) -> None:
    call = carts.replies(CART).api().get_header
    call("t1", x_depth=3, x_tags=["a", "b"])
    headers = carts.requests[-1].headers
    assert (headers["X-Trace-Id"], headers["X-Depth"], headers["X-Tags"]) == ("t1", "3", "a,b")
    call("t1", _headers={"x-trace-id": "mine"})
    assert carts.requests[-1].headers["x-trace-id"] == "mine"
    assert carts.refusal(call, "å") == "x_trace_id['X-Trace-Id']: printable ASCII text expected"
    assert carts.package_part("_contract").PLAIN_HEADERS == ("lang", "x-depth", "x-tags", "x-trace-id")
    shown = carts.api().prepare.get_header("t1", x_depth=3, x_name="Astrid", x_pin="1234").headers
    names = ("X-Trace-Id", "X-Depth", "X-Name", "X-Pin")
    assert [shown[name] for name in names] == ["t1", "3", "***", "***"]


@brings(
    {
        "paths": {
            "/shops/{shopId}/carts/{number}": {
                "parameters": [
                    parameter("shopId", TEXT, "path"),
                    ref("Number", "parameters"),
                    ref("Lang", "parameters"),
                ]
            }
        },
        "components": {
            "parameters": {
                "Number": parameter("number", INT, "path"),
                "Lang": parameter("lang", {"type": "string", "enum": ["sv", "en"]}, "header"),
            }
        },
    },
    op("get", "/shops/{shopId}/carts/{number}", "getShopCart"),
    op(
        "post",
        "/shops/{shopId}/carts/{number}",
        "postShopCart",
        parameters=[parameter("lang", TEXT, "header", required=True)],
    ),
)
def test_parameters_of_a_path_and_of_components(carts: Carts) -> None:
    api = carts.replies(CART).api()
    api.get_shop_cart("s1", 7, lang="sv")
    assert (carts.target, carts.requests[-1].headers["lang"]) == ("/shops/s1/carts/7", "sv")
    assert carts.refusal(api.get_shop_cart, "s1", 7, lang="de") == "lang: one of sv, en expected"
    api.post_shop_cart("s1", 7, "de")
    assert carts.requests[-1].headers["lang"] == "de"
    assert carts.models.Lang("sv").value == "sv"


@brings(
    op(
        "post",
        "/referenced",
        "postReferenced",
        requestBody=ref("CartBody", "requestBodies"),
        responses={"201": ref("Made", "responses"), "404": ref("NotThere", "responses")},
    ),
    {
        "components": {
            "requestBodies": {"CartBody": body(ref("Cart"))},
            "responses": {"Made": answer(obj(id=TEXT)), "NotThere": answer(ref("Fault"))},
        }
    },
)
def test_bodies_and_answers_of_components(carts: Carts) -> None:
    made = carts.replies('{"id": "c1"}', 201).api().post_referenced({"kind": "BIG"})
    assert (type(made), made.id) == (carts.models.MadeResponse, "c1")
    with pytest.raises(carts.package.NotFoundException) as error:
        carts.replies('{"code": "no"}', 404).api().post_referenced({"kind": "BIG"})
    assert error.value.data.code == "no"


# Schemas


@brings(
    *echo(
        "nulls",
        obj(
            ["must"],
            must={"type": "string", "nullable": True},
            may={"type": "string", "nullable": True},
            plain=TEXT,
            kind=ref("Kind", nullable=True),
            sizes={"type": "array", "items": {"type": "string", "enum": ["S", "L", None], "nullable": True}},
            carts={"type": "array", "items": ref("Cart", nullable=True)},
            inner={"allOf": [ref("Cart")], "nullable": True},
        ),
    )
)
def test_nullable(carts: Carts) -> None:
    made, api = carts.models.Nulls, carts.replies('{"must": null}').api()
    response = api.put_nulls_with_http_info(made(must=None, may=None, plain=None))
    assert carts.sent[2] in ('{"must":null,"may":null}', '{"may":null,"must":null}')
    assert (response.data.must, response.drift) == (None, ())
    api.put_nulls({"must": "a"})
    assert carts.sent[2] == '{"must":"a"}'
    api.put_nulls({"must": "a", "may": None, "sizes": ["S", None], "carts": [None, {"kind": "BIG"}], "inner": None})
    for part in ('"may":null', '"sizes":["S",null]', '"carts":[null,{"kind":"BIG"}]', '"inner":null'):
        assert part in str(carts.sent[2])
    text = '{"must": null, "may": null, "kind": null, "sizes": ["L", null], "carts": [null]}'
    answered = carts.replies(text).api().put_nulls_with_http_info({"must": "a"})
    assert (answered.drift, answered.data.sizes[1], answered.data.carts) == ((), None, [None])
    assert carts.refusal(api.put_nulls, {}) == "nulls.must: required"


@brings(
    *echo(
        "bounds",
        obj(
            name={"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"},
            count={"type": "integer", "minimum": 1, "maximum": 9, "multipleOf": 2},
            share={"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 0.5},
            tags={
                "type": "array",
                "minItems": 1,
                "maxItems": 2,
                "uniqueItems": True,
                "items": {**TEXT, "maxLength": 1},
            },
            id={"type": "string", "format": "uuid"},
            step={"type": "integer", "enum": [5, 10]},
        ),
    )
)
def test_limits_are_checked_before_sending_and_never_in_answers(carts: Carts) -> None:
    api = carts.replies('{"name": "X", "count": 100, "tags": [], "id": "no", "step": 1}').api()
    fine = {
        "name": "ab",
        "count": 4,
        "share": 0.5,
        "tags": ["a"],
        "id": "6f1b1a52-8c0e-4ec7-9a3b-0d2e3f4a5b6c",
        "step": 5,
    }
    response = api.put_bounds_with_http_info(fine)
    assert (response.drift, response.data.count, response.data.id) == ((), 100, "no")
    cases: list[tuple[dict[str, object], str]] = [
        ({"name": "a"}, "name: at least 2 characters expected"),
        ({"name": "abcde"}, "name: at most 4 characters expected"),
        ({"name": "AB"}, "name: text that matches ^[a-z]+$ expected"),
        ({"name": "ab\n"}, "name: text that matches ^[a-z]+$ expected"),
        ({"count": 0}, "count: at least 1 expected"),
        ({"count": 10}, "count: at most 9 expected"),
        ({"count": 3}, "count: a multiple of 2 expected"),
        ({"share": 0}, "share: more than 0 expected"),
        ({"share": 0.6}, "share: at most 0.5 expected"),
        ({"tags": []}, "tags: at least 1 item expected"),
        ({"tags": ["a", "b", "c"]}, "tags: at most 2 items expected"),
        ({"tags": ["a", "a"]}, "tags: each item only once expected"),
        ({"tags": ["ab"]}, "tags[0]: at most 1 character expected"),
        ({"id": "6f1b1a52"}, "id: UUID expected, in its form with hyphens"),
        ({"step": 7}, "step: one of 5, 10 expected"),
    ]
    for fields, message in cases:
        assert carts.refusal(api.put_bounds, fields) == f"bounds.{message}"
    trusting = carts.replies("{}").api(client_side_validation=False)
    trusting.put_bounds({"count": 0})
    assert carts.sent[2] == '{"count":0}'


@brings(
    *echo(
        "directions",
        obj(
            ["id", "name", "secret"],
            id={"type": "string", "readOnly": True},
            name={"type": "string", "default": "none"},
            secret={"type": "string", "writeOnly": True, "format": "password"},
        ),
    )
)
def test_read_only_write_only_and_default(carts: Carts) -> None:
    response = (
        carts.replies('{"id": "1", "name": "n"}').api().put_directions_with_http_info({"name": "n", "secret": "s3"})
    )
    assert carts.sent[2] == '{"name":"n","secret":"s3"}'
    assert (response.data.id, response.data.secret, response.drift) == ("1", None, ())
    message = carts.refusal(carts.api().put_directions, {"id": "1", "name": "n", "secret": "s"})
    assert message == "directions.id: set by the service; leave it out"
    assert "s3" not in repr(carts.models.Directions(name="n", secret="s3"))
    assert "Default: `none`." in _documentation(carts, "Directions", "name")


@brings(
    *echo(
        "formats",
        obj(
            day={"type": "string", "format": "date"},
            at={"type": "string", "format": "date-time"},
            id={"type": "string", "format": "uuid"},
            share={"type": "number", "format": "double"},
            ratio={"type": "number", "format": "float"},
            big={"type": "integer", "format": "int64"},
            mail={"type": "string", "format": "email"},
        ),
    )
)
def test_formats(carts: Carts) -> None:
    text = '{"day": "2026-02-28", "share": 0.25, "ratio": 0.5, "big": 9007199254740993, "mail": "a@b.example"}'
    response = carts.replies(text).api().put_formats_with_http_info({"day": date(2026, 1, 2), "share": 0.1})
    assert carts.sent[2] == '{"day":"2026-01-02","share":0.1}'
    data = response.data
    assert (data.day, data.share, data.big, response.drift) == (
        date(2026, 2, 28),
        Decimal("0.25"),
        9007199254740993,
        (),
    )
    drifted = carts.replies('{"day": "28.02.2026"}').api().put_formats_with_http_info({})
    assert (drifted.data.day, [drift.kind for drift in drifted.drift]) == ("28.02.2026", ["invalid_value"])
    message = carts.refusal(carts.api().put_formats, {"day": "20260102"})
    assert message == "formats.day: date expected, such as 2026-01-02"


@brings(
    *echo(
        "inline",
        obj(
            size={"type": "string", "enum": ["S", "L"]},
            place=obj(["city"], city=TEXT, zone={"type": "string", "enum": ["A", "B"]}),
            lines={
                "type": "array",
                "items": obj(state={"type": "string", "enum": ["NEW", "OLD"]}, count=INT),
            },
            sizes={"type": "array", "items": {"type": "string", "enum": ["M", "XL"]}},
            byName={"type": "object", "additionalProperties": obj(count=INT)},
        ),
    )
)
def test_inline_enums_and_objects_are_named_after_their_place(carts: Carts) -> None:
    models = carts.models
    made = models.Inline(
        size=models.InlineSize.L,
        place=models.InlinePlace(city="x", zone="A"),
        lines=[models.InlineLinesInner(state=models.InlineLinesInnerState.NEW)],
        sizes=["XL"],
        by_name={"a": models.InlineByNameEntry(count=1)},
    )
    response = carts.replies('{"lines": [{"state": "LOST"}], "size": "S"}').api().put_inline_with_http_info(made)
    assert carts.sent[2] == (
        '{"size":"L","place":{"city":"x","zone":"A"},"lines":[{"state":"NEW"}],"sizes":["XL"],"byName":{"a":{"count":1}}}'
    )
    assert [(drift.path, drift.kind) for drift in response.drift] == [(("lines", 0, "state"), "unknown_enum_value")]
    message = carts.refusal(carts.api().put_inline, {"lines": [{"state": "LOST"}]})
    assert message == "inline.lines[0].state: one of NEW, OLD expected"


@brings(
    *echo(
        "free",
        obj(
            any={"type": "object"},
            true={"type": "object", "additionalProperties": True},
            of={"type": "object", "additionalProperties": {"type": "integer"}},
            value={},
        ),
    )
)
def test_free_form_objects(carts: Carts) -> None:
    given = {"any": {"a": [1.5, None, {"b": "c"}]}, "true": {}, "of": {"n": 1}, "value": [True]}
    response = (
        carts.replies('{"any": {"x": 1.10}, "value": 3, "of": {"n": "one"}}').api().put_free_with_http_info(given)
    )
    assert carts.sent[2] == '{"any":{"a":[1.5,null,{"b":"c"}]},"true":{},"of":{"n":1},"value":[true]}'
    assert (response.data.any, response.data.value) == ({"x": Decimal("1.1")}, 3)
    assert [(drift.path, drift.kind) for drift in response.drift] == [(("of", "n"), "wrong_type")]
    assert carts.refusal(carts.api().put_free, {"of": {"n": "1"}}) == "free.of.n: whole number expected"
    assert carts.refusal(carts.api().put_free, {"any": {"n": {1, 2}}}).startswith("free.any.n: JSON value expected")


@brings(
    *echo("wide", {**obj(a=TEXT), "additionalProperties": True}),
    *echo("wideOf", {**obj(a=TEXT), "additionalProperties": INT}),
    *echo("nothing", {"type": "object", "description": "Anything."}),
    *echo("empty", {"type": "object", "description": "Nothing.", "additionalProperties": False}),
)
def test_objects_with_fields_of_any_name_and_without_properties(carts: Carts) -> None:
    response = carts.replies('{"a": "x", "b": 1.5}').api().put_wide_with_http_info({"a": "x", "more": [1]})
    assert carts.sent[2] == '{"a":"x","more":[1]}'
    assert (response.data.additional_properties, response.drift) == ({"b": Decimal("1.5")}, ())
    typed = carts.replies('{"b": 1, "c": "two"}').api().put_wide_of_with_http_info({"b": 2})
    assert [(drift.path, drift.kind) for drift in typed.drift] == [(("c",), "wrong_type")]
    assert carts.refusal(carts.api().put_wide_of, {"b": "x"}) == "wide_of.b: whole number expected"
    carts.replies('{"k": 1}').api().put_nothing({"k": {"l": 1}})
    assert carts.sent[2] == '{"k":{"l":1}}'
    assert carts.replies("{}").api().put_empty({}) == carts.models.Empty()
    assert carts.refusal(carts.api().put_empty, {"a": 1}).startswith("empty.a: Empty has no such field")


LISTS = {"type": "object", "description": "Lists.", "additionalProperties": {"type": "array", "items": ref("Kind")}}


@brings(
    *echo("boxes", obj(inline=LISTS, named=ref("Lists"), maps=ref("Maps"))),
    op("get", "/lists", "getLists", responses={"200": answer(LISTS)}),
    schemas(
        Lists=LISTS,
        Maps={
            "type": "object",
            "description": "Maps.",
            "additionalProperties": {"type": "object", "additionalProperties": {**TEXT, "maxLength": 2}},
        },
    ),
)
@pytest.mark.parametrize("name", ["inline", "named"])
def test_a_map_of_lists_is_the_same_as_a_property_and_as_a_component(name: str, carts: Carts) -> None:
    response = (
        carts.replies(f'{{"{name}": {{"a": ["BIG", "NEW"]}}}}')
        .api()
        .put_boxes_with_http_info({name: {"b": ["SMALL"], "c": []}})
    )
    assert carts.sent[2] == f'{{"{name}":{{"b":["SMALL"],"c":[]}}}}'
    assert getattr(response.data, name).additional_properties == {"a": ["BIG", "NEW"]}
    assert [(drift.path, drift.kind) for drift in response.drift] == [((name, "a", 1), "unknown_enum_value")]
    assert carts.refusal(carts.api().put_boxes, {name: {"b": "SMALL"}}) == f"boxes.{name}.b: list expected"
    message = carts.refusal(carts.api().put_boxes, {name: {"b": ["NEW"]}})
    assert message == f"boxes.{name}.b[0]: one of BIG, SMALL expected"


def test_maps_of_maps_and_a_map_of_lists_as_answer(carts: Carts) -> None:
    carts.replies("{}").api().put_boxes({"maps": {"a": {"b": "cd"}}})
    assert carts.sent[2] == '{"maps":{"a":{"b":"cd"}}}'
    message = carts.refusal(carts.api().put_boxes, {"maps": {"a": {"b": "cde"}}})
    assert message == "boxes.maps.a.b: at most 2 characters expected"
    assert carts.replies('{"a": ["BIG"]}').api().get_lists().additional_properties == {"a": ["BIG"]}


@brings(
    *echo("sizes", {**obj(a=TEXT), "additionalProperties": {**TEXT, "maxLength": 2}}),
    *echo("stock", {"type": "object", "description": "Stock.", "additionalProperties": ref("Cart")}),
    *echo("kinds", {"type": "object", "description": "Kinds.", "additionalProperties": ref("Kind")}),
    *echo("blanks", {"type": "object", "description": "Blanks.", "additionalProperties": {**TEXT, "nullable": True}}),
    *echo("nest", {"type": "object", "description": "Itself.", "additionalProperties": ref("Nest")}),
)
def test_fields_of_any_name_are_checked_as_others_are(carts: Carts) -> None:
    assert carts.refusal(carts.api().put_sizes, {"b": "cde"}) == "sizes.b: at most 2 characters expected"
    assert carts.refusal(carts.api().put_kinds, {"b": "NEW"}) == "kinds.b: one of BIG, SMALL expected"
    assert carts.refusal(carts.api().put_stock, {"b": {"kind": "NEW"}}) == "stock.b.kind: one of BIG, SMALL expected"
    response = carts.replies('{"a": null, "b": "c"}').api().put_blanks_with_http_info({"d": None, "e": "f"})
    assert carts.sent[2] == '{"d":null,"e":"f"}'
    assert (response.data.additional_properties, response.drift) == ({"a": None, "b": "c"}, ())
    assert carts.replies('{"a": {"b": {}}}').api().put_nest({"c": {"d": {}}}).to_dict() == {"a": {"b": {}}}
    assert carts.sent[2] == '{"c":{"d":{}}}'


@brings(
    *echo(
        "derived",
        {"description": "More.", "allOf": [ref("Base"), {"type": "object", **obj(extra={**TEXT, "maxLength": 2})}]},
        Base=obj(["id"], id=TEXT, kind=ref("Kind")),
        Same={"description": "The same.", "allOf": [ref("Base")]},
        Holder=obj(one={"allOf": [ref("Base")], "description": "One."}),
        Stricter={"description": "It.", "allOf": [ref("Base"), {"required": ["kind"]}]},
        Shorter={"description": "It.", "allOf": [ref("Base")], "properties": {"id": {**TEXT, "maxLength": 3}}},
        Both={"description": "It.", "allOf": [ref("Base"), ref("Loose")]},
        Loose=obj(id=TEXT),
    )
)
def test_all_of(carts: Carts) -> None:
    made = carts.models.Derived(id="1", kind="BIG", extra="e")
    assert carts.replies('{"id": "2", "extra": "x"}').api().put_derived(made).extra == "x"
    assert carts.sent[2] == '{"id":"1","kind":"BIG","extra":"e"}'
    assert carts.refusal(carts.api().put_derived, {"extra": "e"}) == "derived.id: required"
    assert carts.models.Holder(one={"id": "1"}).one == carts.models.Base(id="1")
    assert carts.models.Same(id="1").id == "1"
    with pytest.raises(carts.package.ApiValueError, match=r"Stricter\.kind: required"):
        carts.models.Stricter(id="1")
    for name in ("Shorter", "Both"):  # declared once more, a property stays required
        with pytest.raises(carts.package.ApiValueError, match=rf"{name}\.id: required"):
            getattr(carts.models, name)(kind="BIG")


@brings(
    *echo(
        "owner",
        obj(pet=ref("Pet"), pets={"type": "array", "items": ref("Pet")}),
        Pet={
            "description": "A pet.",
            "oneOf": [ref("Cat"), ref("Dog")],
            "discriminator": {"propertyName": "petType", "mapping": {"cat": "#/components/schemas/Cat"}},
        },
        Cat=obj(["petType"], petType=TEXT, lives={**INT, "maximum": 9}),
        Dog=obj(["petType"], petType=TEXT, bark=TEXT),
    ),
    op("post", "/pet", "postPet", requestBody=body(ref("Pet")), responses={"200": answer(ref("Pet"))}),
)
def test_one_of_with_a_discriminator(carts: Carts) -> None:
    models = carts.models
    given = {"pet": models.Cat(pet_type="cat", lives=9), "pets": [{"petType": "Dog", "bark": "w"}]}
    response = (
        carts.replies('{"pet": {"petType": "cat"}, "pets": [{"petType": "cow"}]}').api().put_owner_with_http_info(given)
    )
    assert carts.sent[2] == '{"pet":{"petType":"cat","lives":9},"pets":[{"petType":"Dog","bark":"w"}]}'
    assert (type(response.data.pet), response.data.pets) == (models.Cat, [{"petType": "cow"}])
    assert [(drift.path, drift.kind) for drift in response.drift] == [(("pets", 0, "petType"), "unknown_enum_value")]
    refusal = carts.refusal
    api = carts.replies('{"petType": "Dog", "bark": "wuff"}').api()
    assert refusal(api.put_owner, {"pet": {"petType": "cow"}}) == (
        "owner.pet: object whose petType is one of cat, Dog expected"
    )
    assert refusal(api.put_owner, {"pet": {"petType": "cat", "lives": 10}}) == "owner.pet.lives: at most 9 expected"
    assert refusal(api.put_owner, {"pet": {"petType": "cat", "lifes": 1}}).startswith(
        "owner.pet.lifes: Cat has no such"
    )
    assert (
        refusal(api.put_owner, {"pets": [{"petType": "cat", "lives": "a"}]})
        == "owner.pets[0].lives: whole number expected"
    )
    assert api.post_pet({"pet_type": "Dog"}) == models.Dog(pet_type="Dog", bark="wuff")
    assert carts.sent[2] == '{"petType":"Dog"}'


@brings(
    *echo(
        "person",
        obj(["name"], name=TEXT, friend=ref("Person"), home=ref("House"), pet=ref("Beast")),
        House=obj(people={"type": "array", "items": ref("Person")}, address=TEXT),
        Beast={
            "description": "A beast.",
            "oneOf": [ref("Horse"), ref("Hen")],
            "discriminator": {"propertyName": "sort"},
        },
        Horse=obj(["sort"], sort=TEXT, rider=ref("Person")),
        Hen=obj(["sort"], sort=TEXT),
    )
)
def test_schemas_in_a_circle(carts: Carts) -> None:
    models = carts.models
    made = models.Person(name="a", friend={"name": "b"}, home=models.House(people=[{"name": "c"}]), pet={"sort": "Hen"})
    text = '{"name": "x", "home": {"people": [{"name": "y", "friend": {"name": 1}}]}, "pet": {"sort": "Horse", "rider": {"name": "z"}}}'
    response = carts.replies(text).api().put_person_with_http_info(made)
    assert carts.sent[2] == '{"name":"a","friend":{"name":"b"},"home":{"people":[{"name":"c"}]},"pet":{"sort":"Hen"}}'
    assert [drift.path for drift in response.drift] == [("home", "people", 0, "friend", "name")]
    assert response.data.pet.rider.name == "z"
    assert carts.refusal(carts.api().put_person, {"name": "a", "home": {"people": [{"nam": 1}]}}).startswith(
        "person.home.people[0].nam: Person has no such field"
    )
    assert carts.package_part("models.house").House is models.House


@brings(
    *echo("aliased", obj(no=ref("ItemNo"), tags=ref("Tags"), notes=ref("Notes"))),
    schemas(
        ItemNo={"type": "string", "description": "A number.", "pattern": r"^\d{3}$"},
        Tags={"type": "array", "description": "Tags.", "items": ref("ItemNo")},
        Notes={"type": "object", "description": "Notes.", "additionalProperties": TEXT},
    ),
)
def test_components_that_are_other_names_for_types(carts: Carts) -> None:
    carts.replies("{}").api().put_aliased({"no": "123", "tags": ["456"], "notes": {"a": "b"}})
    assert carts.sent[2] == '{"no":"123","tags":["456"],"notes":{"a":"b"}}'
    message = carts.refusal(carts.api().put_aliased, {"no": "1", "tags": ["x"]})
    assert (
        message
        == r"aliased.no: text that matches ^\d{3}$ expected; aliased.tags[0]: text that matches ^\d{3}$ expected"
    )


@brings(
    *echo(
        "noted",
        {
            **obj(
                a={**TEXT, "example": "x", "externalDocs": {"url": "https://example.com"}, "x-order": 1, "title": "A"}
            ),
            "example": {"a": 1},
            "x-tags": ["x"],
            "xml": {"name": "n"},
        },
    ),
    {
        "info": {"contact": {"name": "us"}, "x-logo": "logo", "license": {"name": "MIT"}},
        "externalDocs": {"url": "https://x"},
    },
    op("get", "/annotated", "getAnnotated", externalDocs={"url": "https://example.com"}, **{"x-codegen": True}),
)
def test_annotations_are_passed_over(carts: Carts) -> None:
    assert carts.replies('{"a": "b"}').api().put_noted({"a": "c"}).a == "b"
    assert carts.replies(CART).api().get_annotated().kind == "BIG"


@brings(
    *echo(
        "tree",
        obj(
            ["kids", "byName"],
            kids={"type": "array", "items": ref("Tree")},
            byName={"type": "object", "additionalProperties": ref("Tree")},
        ),
    )
)
def test_an_object_that_requires_a_list_of_itself(carts: Carts) -> None:
    tree = (
        carts.replies('{"kids": [{"kids": [], "byName": {}}], "byName": {}}')
        .api()
        .put_tree({"kids": [], "by_name": {}})
    )
    assert (carts.sent[2], len(tree.kids)) == ('{"kids":[],"byName":{}}', 1)


# Groups and warnings


@brings(
    {"tags": [{"name": "Cart", "description": "Carts."}, {"name": "gift card", "description": "Gift cards."}]},
    op("get", "/gifts", "getGifts", tags=["gift card"]),
    op("get", "/both", "getBoth", tags=["Cart", "gift card"]),
)
def test_a_second_tag_is_a_second_class(carts: Carts) -> None:
    api = carts.replies(CART).api("GiftCardApi")
    assert (api.get_gifts().kind, api.get_both().kind, carts.api().get_both().kind) == ("BIG", "BIG", "BIG")
    assert not hasattr(carts.api(), "get_gifts")
    aio = carts.package_part("aio")
    client = carts.package_part("aio.api_client").ApiClient(carts.configuration(), transport=carts)

    async def call() -> Any:
        async with client:
            return await carts.package_part("aio.api").GiftCardApi(client).get_gifts()

    assert asyncio.run(call()).kind == "BIG"
    assert aio.ApiClient


@brings(op("get", "/old", "getOld", deprecated=True))
def test_a_deprecated_operation_warns_once_at_the_line_of_the_user(carts: Carts) -> None:
    api = carts.replies(CART).api()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        api.get_old()
        api.get_old_with_http_info()
    assert [(warning.category, Path(warning.filename).name) for warning in caught] == [
        (DeprecationWarning, Path(__file__).name)
    ]
    assert "Deprecated." in carts.package.CartApi.get_old.__doc__


@brings(op("get", "/older", "getOlder", deprecated=True))
def test_so_does_a_deprecated_operation_that_is_only_prepared(carts: Carts) -> None:
    api = carts.api()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert api.prepare.get_older().operation == "get_older"
    assert [Path(warning.filename).name for warning in caught] == [Path(__file__).name]


@brings(
    op(
        "get",
        "/fallbacks",
        "getFallbacks",
        parameters=[{"name": "maxCount", "in": "query", "schema": INT}],
        responses={"200": {"content": json(ref("Bare"))}},
    ),
    schemas(Bare={"type": "object", "properties": {"giftWrap": {"type": "boolean"}}}),
)
def test_a_missing_description_is_made_of_the_name(carts: Carts) -> None:
    assert carts.replies('{"giftWrap": true}').api().get_fallbacks(max_count=1).gift_wrap is True
    assert _documentation(carts, "Bare", "gift_wrap") == "Gift wrap."


def _documentation(carts: Carts, model: str, field: str) -> str:
    """Returns the text below a field, which editors show."""
    module = carts.package_part(f"models.{model.lower()}")
    lines = Path(module.__file__).read_text(encoding="utf-8").splitlines()
    at = next(index for index, line in enumerate(lines) if line.strip().startswith(f"{field}:"))
    return lines[at + 1].strip().strip('"')


@brings(
    op(
        "delete",
        "/several/{numbers}",
        "deleteSeveral",
        parameters=[parameter("numbers", {"type": "array", "items": INT}, "path")],
        responses={"204": {"description": "Gone."}},
    )
)
def test_a_list_in_the_path_has_an_item(carts: Carts) -> None:
    api = carts.replies("", 204).api()
    api.delete_several([1, 2])
    assert carts.target == "/several/1,2"
    assert carts.refusal(api.delete_several, []).startswith("numbers: at least 1 item expected")


# OpenAPI 3.1


NEWER: Fragment = merged(
    {"openapi": "3.1.0"},
    *echo(
        "newer",
        obj(
            ["must"],
            must={"type": ["string", "null"]},
            may={"type": ["integer", "null"], "exclusiveMinimum": 0},
            kind={"oneOf": [ref("Kind"), {"type": "null"}]},
            size={"type": ["string", "null"], "enum": ["S", "L", None]},
            const={"const": "fixed"},
            consts={"type": "array", "items": {"type": ["string", "null"], "const": "x"}},
            many={"type": "array", "items": {"anyOf": [ref("Cart"), {"type": "null"}]}},
            noted={"type": "string", "examples": ["a"], "$comment": "c"},
        ),
    ),
)


def test_openapi_3_1(tmp_path: Path) -> None:
    carts = Carts(package_of(contract_of(merged(small(), NEWER), tmp_path), tmp_path, "newer_client"))
    text = '{"must": null, "may": null, "kind": null, "size": null, "many": [null, {"kind": "BIG"}]}'
    response = carts.replies(text).api().put_newer_with_http_info({"must": None, "size": None, "const": "fixed"})
    assert response.drift == ()
    for part in ('"must":null', '"size":null', '"const":"fixed"'):
        assert part in str(carts.sent[2])
    carts.api().put_newer({"must": "a", "consts": ["x", None]})
    assert '"consts":["x",null]' in str(carts.sent[2])
    assert carts.refusal(carts.api().put_newer, {"must": "a", "may": 0}) == "newer.may: more than 0 expected"
    assert carts.refusal(carts.api().put_newer, {"must": "a", "const": "x"}) == "newer.const: one of fixed expected"
    assert carts.refusal(carts.api().put_newer, {"must": "a", "size": "M"}) == "newer.size: one of S, L expected"


# Each addition by itself


@pytest.mark.parametrize("addition", ADDITIONS.values(), ids=ADDITIONS)
def test_each_addition_alone_is_accepted(addition: Fragment, tmp_path: Path) -> None:
    before, after = plan_of(small(), tmp_path), plan_of(merged(small(), addition), tmp_path)
    assert after != before
    assert {operation.name for operation in before.operations} <= {operation.name for operation in after.operations}
