# SPDX-License-Identifier: MIT
"""component_texts.py FILE: writes the Python help of the classes, from the C++ class comments.

The build runs it whenever a header has changed.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLASS = re.compile(
    r"((?:^///[^\n]*\n)+)class \w+ (?:final )?\{\s*public:\s*"
    r"static constexpr std::string_view name =\s*\"([\w.]+)\"",
    re.M,
)


def texts() -> dict[str, str]:
    """Component name to the comment above its class."""
    found = {}
    for header in sorted((ROOT / "include" / "limn").rglob("*.hpp")):
        for comment, name in CLASS.findall(header.read_text(encoding="utf-8")):
            lines = [line.removeprefix("///").removeprefix(" ") for line in comment.splitlines()]
            found[name] = "\n".join(lines).replace("**", "").strip() + "\n"
    return found


def source() -> str:
    out = [
        "// SPDX-License-Identifier: MIT",
        "// Made by python/component_texts.py from the class comments.",
        '#include "texts.hpp"',
        "",
        "namespace limn::python {",
        "",
        "const char* component_text(std::string_view name) {",
    ]
    for name, text in sorted(texts().items()):
        out += ["  // clang-format off", f'  if (name == "{name}") return R"text({text})text";']
        out += ["  // clang-format on"]
    out += ['  return "";', "}", "", "}  // namespace limn::python", ""]
    return "\n".join(out)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    Path(arguments[0]).write_text(source(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
