"""How well the reader agrees with people: precision and recall, question by question, over labelled plans.

    make agreement PLANS=folder LABELS=labels.jsonl

`PLANS` holds the texts, as `<id>.md` or as `<owner>+<name>/<path>`. `LABELS` has one JSON object a line: `id`, `repo`,
`path`, and an answer to each question with 1-based lines (`a_placeholders` ... `s_unresolved_links`; `benchmarks.questions`
reads them). A record counts when it begins on the labelled line or one beside it. What a label calls vague is there.

Precision is how much of what was read is labelled, recall how much of what is labelled was read. `--verbose` lists every
disagreement with its line: "missed" was labelled and not read, "invented" was read and not labelled. A plan whose text is
not in the folder, or no longer the labelled one (`sha256`), is left out and said so.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.questions import Compared, Label, compared
from rules.plan.reader import read
from rules.plan.source import Source


class Score(NamedTuple):
    """How often both sides say so, only the reader does, only the label does, neither does."""

    both: int = 0
    invented: int = 0
    missed: int = 0
    neither: int = 0

    def with_one(self, each: Compared) -> "Score":
        return Score(
            self.both + (each.labelled and each.read),
            self.invented + (each.read and not each.labelled),
            self.missed + (each.labelled and not each.read),
            self.neither + (not each.labelled and not each.read),
        )

    @property
    def precision(self) -> float:
        return self.both / (self.both + self.invented) if self.both + self.invented else 1.0

    @property
    def recall(self) -> float:
        return self.both / (self.both + self.missed) if self.both + self.missed else 1.0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.agreement",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("plans", type=Path, help="a folder of plans")
    parser.add_argument("labels", type=Path, help="a file of labels, one JSON object a line")
    parser.add_argument("--verbose", action="store_true", help="list every disagreement")
    arguments = parser.parse_args()
    found = list(_over(arguments.plans, arguments.labels))
    print(summary(each for _, each in found))
    if arguments.verbose:
        print("\n".join(("", *disagreements(found))))
    return 0 if found else 2


def _over(plans: Path, labels: Path) -> Iterator[tuple[str, Compared]]:
    for line in labels.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        data = text_of(plans, label)
        if data is None:
            print(f"{label['id']}: its text is not in {plans}", file=sys.stderr)
            continue
        plan = read(Source(label["path"], data))
        yield from ((label["id"], each) for each in compared(plan, label))


def text_of(plans: Path, label: Label) -> bytes | None:
    """Return the labelled text, None where the folder does not hold it."""
    places = (plans / f"{label['id']}.md", plans / label["repo"].replace("/", "+") / label["path"])
    for place in places:
        if place.is_file():
            data = place.read_bytes()
            if label.get("sha256") in {None, hashlib.sha256(data).hexdigest()}:
                return data
    return None


def summary(found: Iterable[Compared]) -> str:
    """Return the table of all questions, in the order in which they are asked."""
    scores: dict[str, Score] = defaultdict(Score)
    for each in found:
        scores[each.question] = scores[each.question].with_one(each)
    rows = ["| question | precision | recall | labelled | read | n |", "|---|---|---|---|---|---|"]
    for question, score in scores.items():
        labelled, read_ = score.both + score.missed, score.both + score.invented
        rows.append(
            f"| {question} | {score.precision:.2f} | {score.recall:.2f} | {labelled} | {read_} | {sum(score)} |"
        )
    return "\n".join(rows)


def disagreements(found: Iterable[tuple[str, Compared]]) -> list[str]:
    """Return one line for each thing that only one side says, those of one question together."""
    apart = [(each.question, plan, each) for plan, each in found if each.labelled != each.read]
    return [
        f"{question}: {plan}:{each.line}: {'missed' if each.labelled else 'invented'}{': ' * bool(each.what)}{each.what}"
        for question, plan, each in sorted(apart)
    ]


if __name__ == "__main__":
    sys.exit(main())
