"""A run as Markdown for a pull request: short, and nothing in it is obeyed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.evaluation import comparison_data
from bot.evaluation.agreement import Agreement, agreement
from bot.evaluation.flips import cause
from bot.evaluation.gate import Verdict
from bot.evaluation.headline import HEADLINE, interval, number
from bot.evaluation.markdown import escaped
from bot.evaluation.metrics.figures import Figures
from bot.evaluation.report import errors, failures
from bot.evaluation.results import Result, Run

LONGEST = 60_000  # characters; GitHub takes 65,536 in a comment
_LISTED = 25  # questions that went wrong
_TAGS = 30


def document(run: Run, figures: Figures, *, verdict: Verdict | None = None) -> str:
    """The whole text, at most LONGEST characters; the verdict of a gate is on top."""
    parts = [
        _heading(run),
        "" if verdict is None else comparison_data.markdown(verdict),
        _table(figures),
        _tags(figures),
        _judge(agreement(run.results)),
        _wrong(run),
        _provenance(run),
    ]
    whole = "\n".join(part for part in parts if part)
    if len(whole) <= LONGEST:
        return whole
    cut = whole[: LONGEST - 100]
    return cut[: cut.rfind("\n")] + "\n\n… cut off here.\n"


def write(run: Run, figures: Figures, path: Path, *, verdict: Verdict | None = None) -> None:
    """Write the file; OSError where it cannot be."""
    path.write_text(document(run, figures, verdict=verdict), encoding="utf-8")


def _heading(run: Run) -> str:
    asked, wrong, failed = len(run.results), len(failures(run)), errors(run)
    missing = run.provenance.cases - asked
    parts = [f"{asked - wrong} of {asked} right"]
    parts += [f"**{failed} with an error**"] if failed else []
    parts += [f"**{missing} not asked yet**"] if missing > 0 else []
    return f"## Dateline eval: {', '.join(parts)}\n"


def _table(figures: Figures) -> str:
    lines = ["| figure | value | 95 % | n | of what |", "|:--|--:|:-:|--:|:--|"]
    for name in HEADLINE:
        figure = figures.total.get(name)
        if figure is not None and figure.value is not None:
            better = "" if figure.higher_is_better else " (lower is better)"
            lines.append(
                f"| {escaped(name)} | {number(figure)} | {interval(figure)} | {figure.n} "
                f"| {escaped(figure.meaning)}{better} |"
            )
    return "\n".join(lines) + "\n"


def _tags(figures: Figures) -> str:
    if not figures.tags:
        return ""
    names = [one for one in ("facts", "citations", "abstention_recall", "false_refusals")
             if one in figures.total]  # fmt: skip  # one line of thought
    lines = [f"| tag | {' | '.join(map(escaped, names))} |", "|:--" + "|--:" * len(names) + "|"]
    for tag, of in list(figures.tags.items())[:_TAGS]:
        cells = [f"{number(of[name])} ({of[name].n})" if of[name].n else "–" for name in names]
        lines.append(f"| {escaped(tag)} | {' | '.join(cells)} |")
    return _folded("By tag", "\n".join(lines))


def _judge(judge: Agreement | None) -> str:
    if judge is None:
        return ""
    share = "–" if judge.share is None else f"{judge.share:.3f}"
    kappa = "–" if judge.kappa is None else f"{judge.kappa:.3f}"
    score = "–" if judge.score is None else f"{judge.score:.3f}"
    return (
        f"Judge {escaped(judge.model) or '–'}, prompt {judge.prompt or '–'}: {score} over "
        f"{judge.judged} answers, {judge.errors} without a verdict. It agrees with the facts in "
        f"{share} of {judge.both} (kappa {kappa}).\n"
    )


def _wrong(run: Run) -> str:
    wrong = failures(run)
    if not wrong:
        return ""
    counts = Counter(str(cause(one)) for one in wrong)
    listed = ", ".join(f"{count} {name}" for name, count in counts.most_common())
    rest = len(wrong) - _LISTED
    more = f"\n- … and {rest} more\n" if rest > 0 else "\n"
    return _folded(f"{len(wrong)} wrong: {listed}", "\n".join(_lines(wrong[:_LISTED])) + more)


def _lines(wrong: Sequence[Result]) -> Iterator[str]:
    for one in wrong:
        said = escaped(one.error or one.answer)
        yield f"- **{escaped(one.case.id)}** {cause(one)}: {escaped(one.case.question)}<br>{said}"


def _provenance(run: Run) -> str:
    made = run.provenance
    return (
        f"<sub>gold {made.gold}, corpus {made.corpus} ({made.articles} articles), model "
        f"{escaped(made.model)}, embedder {escaped(made.embedder)}, prompts {made.prompts}, "
        f"dateline {escaped(made.versions.get('dateline', '–'))}, "
        f"begun {escaped(made.began)}</sub>\n"
    )


def _folded(title: str, body: str) -> str:
    return f"<details><summary>{escaped(title)}</summary>\n\n{body}\n</details>\n"
