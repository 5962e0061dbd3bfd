"""The modules that are loaded after an import or a first use. Each program runs in a separate process."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from test.paths import DATA, ROOT

GENERATED = json.loads((DATA / "openapi_generator_surface.json").read_text(encoding="utf-8"))
"""The public surface of a client made by OpenAPI Generator."""


def printed(program: str) -> str:
    """Return the output of a program in a fresh interpreter that turns warnings into errors."""
    ended = run(program)
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return ended.stdout.rstrip("\n")


def error_line(program: str) -> str:
    """Return the last line of the traceback that ends a program in a fresh interpreter."""
    ended = run(program)
    assert ended.returncode == 1
    return ended.stderr.splitlines()[-1]


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a fresh interpreter."""
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


# The package


REACH = f"""
import json, types
import order_capture_client
missing = {{}}
for path in {GENERATED["modules"]}:
    value = order_capture_client
    try:
        for name in path.split(".")[1:]:
            value = getattr(value, name)
    except AttributeError as error:
        missing[path] = str(error)
    else:
        if not isinstance(value, types.ModuleType):
            missing[path] = "not a module: " + repr(value)
print(json.dumps(missing))
"""


def test_every_module_of_a_generated_client_is_an_attribute_after_importing_the_package() -> None:
    assert json.loads(printed(REACH)) == {}


SUBMODULES = ("api", "api_client", "api_response", "configuration", "exceptions", "models", "rest")


@pytest.mark.parametrize("name", SUBMODULES)
def test_a_module_is_an_attribute_after_importing_the_package(name: str) -> None:
    program = f"import order_capture_client; print(order_capture_client.{name}.__name__)"
    assert printed(program) == f"order_capture_client.{name}"


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import order_capture_client;"
        "print(*{'typing', 'pydantic', 'urllib3', 'dataclasses'} & {*sys.modules})"
    )
    bare = [sys.executable, "-I", "-S", "-c", program]  # without the site packages, which may load typing
    assert subprocess.run(bare, capture_output=True, text=True, check=True).stdout.strip() == ""


# Models


@pytest.mark.parametrize(
    ("code", "loaded", "not_loaded"),
    [
        ("import order_capture_client.models", "", "pydantic models.item_request _model.base"),
        (
            "from order_capture_client.models import Channel",
            "models.channel",
            "_model.base models.item_request models.checkout_dto",
        ),
        (
            "from order_capture_client import ItemRequest",
            "models.item_request _model.base",
            "models.channel models.checkout_dto urllib3",
        ),
        ("import order_capture_client as o; dir(o); dir(o.models)", "", "pydantic models.item_request"),
        (
            "from order_capture_client.models.price import Price",
            "models.price models.tax",
            "models.item_request models.checkout_dto",
        ),
        (
            "from order_capture_client import ApiClient, CheckoutApi",
            "api.checkout_api",
            "models.answer models.checkout models.checkout_dto models.checkout_request",
        ),
        (
            "from order_capture_client.types import CheckoutRequestInput",
            "models.answer models.checkout_request",
            "models.checkout models.checkout_dto models.price",
        ),
    ],
    ids=["package", "an enum", "a model", "dir", "a module", "methods", "the type of an input"],
)
def test_a_model_is_imported_when_it_is_asked_for(code: str, loaded: str, not_loaded: str) -> None:
    names = printed(f"{code}\nimport sys\nprint(*(name.removeprefix('order_capture_client.') for name in sys.modules))")
    assert set(loaded.split()) <= set(names.split())
    assert not set(not_loaded.split()) & set(names.split())


THREADS = """
import sys, threading
import order_capture_client.models as models
sys.setswitchinterval(1e-6)
names = sorted(name for name in dir(models) if name[0].isupper())
start = threading.Barrier(16)
faults = []

def work(turn):
    try:
        start.wait()
        made = models.CheckoutRequest(
            shopping_type="ONLINE", channel="WEBAPP", languageCode="sv", items=[{"item_no": "1"}]
        )
        assert made.to_json().endswith('"items":[{"itemNo":"1"}]}'), made
        assert models.QuestionSet.from_json('{"questions": [{"new": 1}]}').to_dict() == {"questions": [{"new": 1}]}
        for name in names[turn * 7 :] + names[: turn * 7]:
            getattr(models, name)
        assert repr(models.BillingContact(first_name="x")) == "BillingContact(first_name='***')"
    except BaseException as error:
        faults.append(repr(error))

threads = [threading.Thread(target=work, args=(turn,)) for turn in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*(faults or ["none"]), sep="\\n")
"""


@pytest.mark.parametrize("attempt", range(3))
def test_many_threads_may_make_the_first_models(attempt: int) -> None:
    assert printed(THREADS) == "none"


NULLS = """
import copy
import order_capture_client.models as models
from order_capture_client._model.answer import from_answer
{before}
changed = models.ItemRequest.from_dict({{"itemNo": "1", "foo": None, "bar": 1}})
print(changed.to_dict(), changed.to_json())
price = models.Price(type="ITEM_PRICE", currency_code="SEK").model_copy(update={{"currency_code": None}})
print(price.to_dict(), price.to_json())
"""


@pytest.mark.parametrize(
    "before",
    [
        "",
        "from_answer(models.Metadata, b'{\"new\": null}')",
        "models.Metadata.from_dict({'new': None})",
        "copy.copy(models.Metadata())",
    ],
    ids=["nothing", "an answer that drifted", "an unknown field", "a copy"],
)
def test_the_output_of_a_model_depends_on_the_model_alone(before: str) -> None:
    assert printed(NULLS.format(before=before)).splitlines() == [
        "{'itemNo': '1', 'bar': 1} {\"itemNo\":\"1\",\"bar\":1}",
        "{'type': <PriceType.ITEM_PRICE: 'ITEM_PRICE'>} {\"type\":\"ITEM_PRICE\"}",
    ]


def test_the_lenient_decoder_is_loaded_by_the_first_answer_that_differs() -> None:
    program = (
        "import sys; from order_capture_client._core import decode\n"
        "from order_capture_client._model.answer import from_answer; from order_capture_client.models import Metadata\n"
        "lenient = 'order_capture_client._model.lenient'\n"
        "made = from_answer(Metadata, b'{}')[0], lenient in sys.modules\n"
        "print(*made, len(from_answer(Metadata, b'{\"new\": 1}')[1]), lenient in sys.modules)"
    )
    assert printed(program) == "Metadata() False 1 True"


def test_dateutil_is_loaded_by_the_first_time_that_is_read() -> None:
    program = (
        "import sys; from order_capture_client.models import CheckoutDto, DeliverySlot, ServiceSpanSlot\n"
        "slot = DeliverySlot(from_date_time='2026-01-02T03:04:05Z')\n"
        "print('dateutil' in sys.modules, slot.starts_at is not None, 'dateutil' in sys.modules)"
    )
    assert printed(program) == "False True True"


# Parts that only some programs need


def test_without_aiohttp_the_import_says_how_to_install_it() -> None:
    assert error_line("import sys; sys.modules['aiohttp'] = None; import order_capture_client.aio") == (
        'ImportError: order_capture_client.aio needs aiohttp: python -m pip install "order-capture-client[aio]"'
    )


def test_a_module_that_aiohttp_lacks_is_named_as_it_is() -> None:
    told = error_line("import sys; sys.modules['aiohttp.client_proto'] = None; import order_capture_client.aio")
    assert "aiohttp.client_proto" in told


def test_the_sync_client_loads_nothing_of_asyncio() -> None:
    unwanted = {"aiohttp", "order_capture_client.aio"}
    if sys.version_info >= (3, 11):  # before, the client needs asyncio's TimeoutError
        unwanted.add("asyncio")
    program = (
        "import sys\n"
        "from order_capture_client import ApiClient, CheckoutApi, Configuration\n"
        "CheckoutApi(ApiClient(Configuration()))\n"
        "print(*sys.modules)"
    )
    assert unwanted.isdisjoint(printed(program).split())


def test_bulk_loads_no_optional_library() -> None:
    program = (
        "import sys, order_capture_client.bulk, order_capture_client.__main__\n"
        "print(sorted({'tqdm', 'pandas', 'polars', 'numpy', 'IPython', 'distributed', 'aiohttp'} & set(sys.modules)))"
    )
    assert printed(program) == "[]"


# Hooks


@pytest.mark.parametrize("package", ["order_capture_client", "order_capture_client.aio"])
@pytest.mark.parametrize("setting", ["on_attempt", "on_call"])
def test_the_modules_of_hooks_are_imported_by_a_client_that_has_one(package: str, setting: str) -> None:
    told = printed(
        "import sys\n"
        f"from order_capture_client import Configuration\nfrom {package} import ApiClient\n"
        "def loaded(): return [name for name in sys.modules if name.endswith(('.hooks', 'run_hooks'))]\n"
        "configuration = Configuration(access_token='token')\n"
        "ApiClient(configuration)\n"
        "print(len(loaded()))\n"
        f"configuration.{setting} = print\n"
        "ApiClient(configuration)\n"
        "print(*sorted(name.rpartition('.')[2] for name in loaded()))"
    )

    later = ["_run_hooks"] if package.endswith("aio") else []
    assert told.split() == ["0", *later, "hooks", "run_hooks"]
