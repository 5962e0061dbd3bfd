"""The check of the prose: which sentences it accepts, which it refuses, and where it looks."""

from __future__ import annotations

from pathlib import Path

import pytest
import voice

ACCEPTED = [
    ("docstring", "Return the token."),
    ("docstring", "Given a path, return its text."),
    ("docstring", "Gives it back."),
    ("comment", "aiohttp gives the connection back to its pool"),
    ("comment", "the two kinds of error are told apart by their status"),
    ("comment", "there is no such field"),
    ("comment", "empty if there is none"),
    ("comment", "it is no longer open"),
    ("comment", "`anew` is a word that may not occur"),
    ("comment", "one more time, or else the pool stays closed"),
    ("comment", "amended, commended and recommended"),
    ("comment", "the best of them"),
    ("comment", "besides, it is slow"),
    ("comment", "what else?"),
    ("message", "key_file: requires cert_file"),
    ("message", "text expected, in quotes: a number would lose its leading zeros"),
]
REFUSED = [
    ("docstring", "Gives the token.", "Gives"),
    ("docstring", "\n    Gives the token.", "Gives"),
    ("docstring", "Give a token.", "Give"),
    ("comment", "the policy is read anew", "anew"),
    ("comment", "Retry-After is heeded", "heeded"),
    ("comment", "heeds", "heeds"),
    ("comment", "lest asyncio report it", "lest"),
    ("comment", "in the midst of a step", "in the midst"),
    ("comment", "amidst a call", "amidst"),
    ("comment", "a fault that was mended", "mended"),
    ("comment", "it waits in vain", "in vain"),
    ("comment", "the end\n    thereof", "thereof"),
    ("comment", "hitherto it was slow", "hitherto"),
    ("comment", "what stands beside it", "beside"),
    ("comment", "whoever iterates", "whoever"),
    ("docstring", "As whom a request is sent.", "As whom"),
    ("comment", "names that are not at home here", "are not at home"),
    ("comment", "an error is told on standard error", "is told"),
    ("comment", "the logger tells of every attempt", "tells of"),
    ("comment", "locked for ever", "for ever"),
    ("comment", "nothing but trouble", "nothing but"),
    ("comment", "it is no journal", "is no "),
    ("comment", "a date-time that is none", "is none"),
    ("comment", "also when it is closed", "also when"),
    ("comment", "else Python warns", "else"),
    ("comment", "it is closed; else asyncio closes it", "; else"),
    ("comment", "notes are kept from 3.11 on", "from 3.11 on"),
    ("message", "journal: run.csv is something else than a journal", "something else than"),
    ("message", "key_file: goes with cert_file", ": goes with"),
]

SOURCE = '''
"""Gives a module."""

LIMIT = 3  # noqa: E501 # nothing but a number
"""Gives the limit."""

# A comment of
# two lines, read anew


def call() -> None:
    """Return nothing.

    The second sentence is beside the point.
    """
    raise ValueError(f"limit {LIMIT}: goes with a number")


def make() -> ValueError:
    return ValueError("limit: is no number")
'''


@pytest.mark.parametrize(("kind", "text"), ACCEPTED)
def test_it_accepts(kind: str, text: str) -> None:
    assert voice.refused(kind, text) == []


@pytest.mark.parametrize(("kind", "text", "turn"), REFUSED)
def test_it_refuses_and_suggests(kind: str, text: str, turn: str) -> None:
    (message,) = voice.refused(kind, text)

    assert message.startswith(repr(turn.strip()))
    assert message.partition("better ")[2]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("What came is kept; whatever it is, whoever sent it.", 3),
        ("What is it?", 0),
        ("What is it? That is what was asked.", 1),
        ("`what` is code, and whatsoever another word.", 0),
        ("What a first paragraph says\n\nand does a second one?", 1),
    ],
)
def test_it_counts_clauses_without_a_noun_but_no_questions(text: str, count: int) -> None:
    assert voice.headless(text) == count


def test_it_reads_docstrings_comments_and_messages_of_a_package(tmp_path: Path) -> None:
    package = tmp_path / "order_capture_client"
    package.mkdir()
    (package / "module.py").write_text(SOURCE)

    rooms, messages = voice.check(tmp_path)

    assert [message.split(": better ")[0] for message in messages] == [
        "order_capture_client/module.py:2: 'Gives' at the start",
        "order_capture_client/module.py:4: 'nothing but'",
        "order_capture_client/module.py:5: 'Gives' at the start",
        "order_capture_client/module.py:7: 'anew'",
        "order_capture_client/module.py:12: 'beside'",
        "order_capture_client/module.py:16: ': goes with'",
        "order_capture_client/module.py:20: 'is no'",
    ]
    assert rooms["order_capture_client"] == voice.Words(words=26, what=0, refused=7)


def test_exceptions_are_counted_but_not_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("rest.py", "_core/http.py")
    monkeypatch.setattr(voice, "EXCEPTIONS", tuple(f"order_capture_client/{name}" for name in names))
    for name in names:
        path = tmp_path / "order_capture_client" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text('"""Gives what it reads."""\n')

    rooms, messages = voice.check(tmp_path)

    assert rooms == {"order_capture_client, exceptions": voice.Words(words=8, what=2, refused=2)}
    assert messages == []


@pytest.mark.parametrize(
    ("docstring", "status"),
    [("Return the token that was read.", 0), ("Gives the token.", 1), ("Return what was read.", 1)],
)
def test_the_command_fails_where_something_has_to_be_reworded(
    docstring: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "order_capture_client"
    package.mkdir()
    (package / "module.py").write_text(f'"""{docstring}"""\n')

    assert voice.main([str(tmp_path)]) == status
    assert "order_capture_client" in capsys.readouterr().out
