"""Check the prose of the code: docstrings, comments and error messages, in plain contemporary English.

python .ci/voice.py [ROOT]    exits with 1 and names each place that has to be reworded

`REFUSED` lists words and turns that may not occur, each with a suggestion. Relative clauses without a noun, which begin
with `what`, `whatever` or `whoever`, may occur now and then: at most `MOST_WHAT` times per thousand words of the package.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_WHAT = 2.0

REFUSED = {
    # turn, in any case: suggestion
    r"\banew\b": "again, new",
    r"\bheed(?:s|ed|ing|less)?\b": "obey, respect",
    r"\blest\b": "so that ... not",
    r"\bamid(?:st)?\b|\bin the midst\b": "during, inside",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\bin vain\b": "without success, for nothing",
    r"\b(?:there|where|here)(?:of|in|to|upon|with)\b": "of it, in it, to it",
    r"\bhitherto\b|\bhenceforth\b|\bhenceforward\b": "until now, from now on",
    r"\b(?:whence|thence|thither|thrice|ere|albeit|betwixt|naught|aught|unto)\b": "a word of this century",
    r"\bbeside\b": "next to, in addition to, besides",
    r"\bwhoever\b|\bwhosoever\b|\bwhomever\b": "the caller, the code that",
    r"\bas whom\b": "with which credentials",
    r"\b(?:tell|tells|told) of\b|\b(?:is|are|was|were|be|been|being) told\b(?! apart)": "report, reported",
    r"\bthe like\b": "similar ...",
    r"\b(?:is|are|was|were) (?:not )?at home\b": "is defined in, belongs to",
    r"\bmakes? of\b": "make from, do with",
    r"\bnothing but\b": "only",
    r"\bfor ever\b": "forever",
    r"\ball else\b": "everything else",
    r"(?<!there )\b(?:is|are) none\b": "is not one",
    r"(?<!there )\b(?<!\w)is no (?!longer\b|more\b)": "is not a",
    r"\balso (?:where|when|if|in case)\b": "even when, even if",
    r"(?:^|[.;:] )else\b,?": "otherwise",
    r"\b(?:put|puts|putting) (?:\w+ )?off\b": "delay",
    r"\btakes? note of\b": "record, retrieve",
    r"\bcom(?:e|es|ing) by\b|\bcame by\b": "meet, find",
    r"\bto and fro\b": "in alternating order",
    r"\bfrom (?:Python )?\d[\d.]* on\b|\bfrom (?:which|when) on\b": "... and later, since",
    r"\bof ours\b|\bof theirs\b": "our ..., their ...",
    r"\bof so many\b": "of the given number of",
    r"\bmakes? ready\b|\bmade ready\b": "prepare",
    r"\bsomething else than\b|\botherwise than\b": "not a, differently from",
    r"\bsays? this in\b": "configure this on",
    r"\bnot taken here\b": "not accepted here",
    r": goes with\b": "requires",
    r"\bis for nothing\b|\bare for nothing\b": "matches no field",
    r"\bone below the other\b": "in consecutive rows",
    r"\b(?:gives?|giving) (?:the |a |up )?\w+ free\b": "release",
    r"\bas (?:nobody|none) else\b": "like no other",
}
REFUSED_AT_THE_START = {r"Gives?\b(?! it\b)": 'an imperative, or "Return ..."'}
"""The same for the first word of a docstring."""

WHAT = re.compile(r"\b(?:what|whatever|whoever)\b", re.IGNORECASE)

EXCEPTIONS: tuple[str, ...] = ()
"""Files that are about to be rewritten as a whole."""

ROOMS = ("order_capture_client", "contract", "test", "benchmarks", ".ci")
LIMITED = ("order_capture_client", "order_capture_client, generated")
NOT_OURS = ("test/data/",)

_DIRECTIVE = re.compile(
    r"(?:noqa|type:|pyright:|fmt:|pragma:|!)[^#]*", re.IGNORECASE
)  # prose may follow after one more `#`
_CODE = re.compile(r"``.+?``|`[^`]+`|\"\"\".*?\"\"\"", re.DOTALL)
_ERROR = re.compile(r"(?:Error|Exception|Warning|Problem|Violation|Fault)$")


@dataclass(frozen=True)
class Text:
    """A docstring, a comment or a message, where it begins."""

    kind: str
    line: int
    text: str


@dataclass(frozen=True)
class Words:
    """Counts of the docstrings and comments of a room."""

    words: int = 0
    what: int = 0
    refused: int = 0

    def __add__(self, other: Words) -> Words:
        """Return both together."""
        return Words(self.words + other.words, self.what + other.what, self.refused + other.refused)

    @property
    def what_per_thousand(self) -> float:
        """Relative clauses without a noun, per thousand words."""
        return 1000 * self.what / self.words if self.words else 0.0


def refused(kind: str, text: str) -> list[str]:
    """Return a message for each refused turn in a docstring, comment or message."""
    prose = _CODE.sub("`...`", " ".join(text.split()))
    found = [
        f"{match.group().strip()!r}: better {suggestion}"
        for pattern, suggestion in REFUSED.items()
        for match in re.finditer(pattern, prose, re.IGNORECASE)
    ]
    if kind == "docstring":
        found += [
            f"{match.group()!r} at the start: better {suggestion}"
            for pattern, suggestion in REFUSED_AT_THE_START.items()
            if (match := re.match(pattern, prose))
        ]
    return found


def headless(text: str) -> int:
    """Count `what`, `whatever` and `whoever` in the sentences that do not end in a question mark."""
    sentences = re.split(r"(?<=[.?!])\s+|\n\s*\n", _CODE.sub("`...`", text))
    return sum(len(WHAT.findall(sentence)) for sentence in sentences if not sentence.rstrip().endswith("?"))


def texts(source: str) -> Iterator[Text]:
    """Return the docstrings, those of attributes included, the comments, and the messages of errors."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield Text("docstring", node.lineno, node.value.value)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            yield Text("message", node.lineno, _strings(node.exc))
        elif isinstance(node, ast.Call) and _ERROR.search(ast.unparse(node.func)):
            yield Text("message", node.lineno, _strings(node))
    yield from _comments(source)


def check(root: Path) -> tuple[dict[str, Words], list[str]]:
    """Return the counts by room, and a message for each refused turn outside the exceptions."""
    rooms: dict[str, Words] = {}
    messages: list[str] = []
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        if name.startswith(NOT_OURS):
            continue
        source = path.read_text(encoding="utf-8")
        excused = name.startswith(EXCEPTIONS)
        room = name.split("/", 1)[0]
        room += ", exceptions" if excused else ", generated" if source.startswith("# Generated from") else ""
        counted, found = _check_file(source)
        rooms[room] = rooms.get(room, Words()) + counted
        if not excused:
            messages += [f"{name}:{line}: {message}" for line, message in found]
    return rooms, messages


def main(arguments: list[str]) -> int:
    """Print the counts and the messages; return 1 if anything has to be reworded."""
    root = Path(arguments[0]) if arguments else Path(__file__).parents[1]
    rooms, messages = check(root.resolve())
    print(*messages, sep="\n", end="\n\n" if messages else "")
    print(f"{'':36}{'words':>8}{'refused':>9}{'what, whatever, whoever per 1,000 words':>42}")
    for room, words in rooms.items():
        print(f"{room:36}{words.words:8,}{words.refused:9}{words.what_per_thousand:42.1f}")
    too_many = [room for room in LIMITED if rooms.get(room, Words()).what_per_thousand > MOST_WHAT]
    for room in too_many:
        print(f"{room}: more than {MOST_WHAT} what, whatever or whoever in 1,000 words; put a noun before the clause")
    return 1 if messages or too_many else 0


def _check_file(source: str) -> tuple[Words, list[tuple[int, str]]]:
    counted = Words()
    found: dict[tuple[int, str], None] = {}  # a message in a call in a raise is seen twice
    for text in texts(source):
        found |= dict.fromkeys((text.line, message) for message in refused(text.kind, text.text))
        if text.kind != "message":
            counted += Words(len(re.findall(r"\w+(?:['\u2019]\w+)*", text.text)), headless(text.text))
    return counted + Words(refused=len(found)), sorted(found)


def _strings(node: ast.AST) -> str:
    """Return the text of a message, with an ellipsis for each value in it."""
    return " ... ".join(
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def _comments(source: str) -> Iterator[Text]:
    """Return the comments; lines of comment that follow each other in one column are one."""
    start, end, column, lines = 0, 0, 0, list[str]()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        row, at = token.start
        stands_alone = not token.line[:at].strip()
        if lines and not (stands_alone and row == end + 1 and at == column):
            yield Text("comment", start, "\n".join(lines))
            lines = []
        if not lines:
            start = row
        end, column = row, at
        lines.append(_DIRECTIVE.sub("", token.string.lstrip("#").strip()).lstrip("# "))
    if lines:
        yield Text("comment", start, "\n".join(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
