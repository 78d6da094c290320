"""A run as JUnit XML, which every build server shows: a question is a test case."""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml  # noqa: N813  # its usual name is two letters
from pathlib import Path

from bot.evaluation.flips import Cause, cause
from bot.evaluation.metrics.figures import Figures
from bot.evaluation.results import Result, Run

_SUITE = "dateline eval"
# What XML 1.0 has no way to say, not even escaped.
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(run: Run, figures: Figures) -> bytes:
    """The whole file, UTF-8."""
    causes = [cause(one) for one in run.results]
    counts = {
        "tests": len(run.results),
        "failures": sum(one not in (None, Cause.ERROR) for one in causes),
        "errors": sum(one is Cause.ERROR for one in causes),
        "time": _seconds(sum(one.milliseconds for one in run.results)),
    }
    suite = {"name": _SUITE} | {name: str(value) for name, value in counts.items()}
    root = xml.Element("testsuites", suite)
    inner = xml.SubElement(root, "testsuite", suite | {"timestamp": run.provenance.began[:19]})
    properties = xml.SubElement(inner, "properties")
    for name, figure in figures.total.items():
        if figure.value is not None:
            xml.SubElement(properties, "property", {"name": name, "value": f"{figure.value:.6g}"})
    for result, wrong in zip(run.results, causes, strict=True):
        _add(inner, result, wrong)
    xml.indent(root)
    whole: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole + b"\n"


def write(run: Run, figures: Figures, path: Path) -> None:
    """Write the file; OSError where it cannot be."""
    path.write_bytes(document(run, figures))


def _add(suite: xml.Element, result: Result, wrong: Cause | None) -> None:
    case = result.case
    attributes = {
        "classname": _sayable(".".join(("gold", *case.tags[:1]))),
        "name": _sayable(f"{case.id}: {case.question}"),
        "time": _seconds(result.milliseconds),
    }
    element = xml.SubElement(suite, "testcase", attributes)
    if wrong is None:
        return
    kind = "error" if wrong is Cause.ERROR else "failure"
    said = result.error or result.answer
    message = _sayable(f"{wrong}: {said}")
    child = xml.SubElement(element, kind, {"type": str(wrong), "message": message})
    child.text = _sayable("\n".join(_details(result)))


def _details(result: Result) -> list[str]:
    """What one needs to see what is wrong."""
    case = result.case
    expected = [" or ".join(group) for group in (*case.facts, case.answers) if group]
    return [
        f"question: {case.question}",
        *(f"expected: {one}" for one in expected),
        *(f"evidence: {one.quote} ({one.key})" for one in case.evidence),
        *([] if case.answerable else ["expected: no answer"]),
        f"answer: {result.error or result.answer}",
        *(f"quoted: {one.quote} ({one.key})" for one in result.citations),
    ]


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"


def _sayable(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)
