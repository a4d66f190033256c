"""The principles of a repository's constitution."""

import pytest

from rules.constitution import principles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# C\n\n## Core Principles\n\n### I. Simplicity (NON-NEGOTIABLE)\n\ntext\n\n### II. **Privacy**\n\n## Governance\n",
         [("I", "Simplicity"), ("II", "Privacy")]),
        ("# C\n\n## Rules of work\n\n### I. Simplicity\n\n## More\n\n### IV. Privacy\n\n### Amendments\n",
         [("I", "Simplicity"), ("IV", "Privacy")]),
        ("# C\n\n## Principles\n\n- **Simplicity**: one process\n- **Privacy** - no copies\n",
         [("", "Simplicity"), ("", "Privacy")]),
        ("# C\n\n## Princípios\n\n1. **Simplicidade**: um processo\n2. **Privacidade**: sem cópias\n",
         [("", "Simplicidade"), ("", "Privacidade")]),
        ("# C\n\n## 핵심 원칙\n\n### I. 단순성\n\n### II. 개인정보 보호\n", [("I", "단순성"), ("II", "개인정보 보호")]),
        ("# C\n\n## 核心原则\n\n### 1. 简单\n\n### 2. 隐私\n", [("1", "简单"), ("2", "隐私")]),
        ("# C\n\n## Article I: Simplicity\n\n## Article II: Privacy\n\n## Governance\n",
         [("I", "Simplicity"), ("II", "Privacy")]),
        ("# C\n\n## I. Purpose\n\n## II. Core Principles\n\n### 1. Simplicity\n\n### 2. Privacy\n",
         [("1", "Simplicity"), ("2", "Privacy")]),
        ("# C\n\n## Core Principles\n\n### [PRINCIPLE_1_NAME]\n\n### [PRINCIPLE_2_NAME]\n", []),
        ("# C\n\n## Core Principles\n\n```\n### I. In a fence\n```\n\n<!--\n### II. In a comment\n-->\n\n### III. Privacy\n",
         [("III", "Privacy")]),
        ("# C\n\n## Core Principles\n\n### Simplicity\n\n## Amendment Principles\n\n### Owner\n", [("", "Simplicity")]),
        ("# C\n\n## 2. Principles\n\n### 2.1 Simplicity\n\n### 2.2 Privacy\n", [("", "Simplicity"), ("", "Privacy")]),
        ("no headings at all\n", []),
    ],
)  # fmt: skip
def test_principles(text: str, expected: list[tuple[str, str]]) -> None:
    assert [tuple(each) for each in principles(text.encode())] == expected
