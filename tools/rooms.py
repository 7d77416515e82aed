# SPDX-License-Identifier: MIT
"""What the tree says about its rooms: headers, components, umbrellas. Read by the checks."""

from __future__ import annotations

import dataclasses
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include" / "limn"
NAME = re.compile(r'std::string_view\s+name\s*=\s*"([a-z0-9_]+)\.([a-z0-9_]+)"')
LIST = re.compile(r"using\s+(\w*components)\s*=\s*core::type_list<([^>]*)>\s*;")


@dataclasses.dataclass(frozen=True)
class Room:
    name: str

    @property
    def folder(self) -> pathlib.Path:
        return INCLUDE / self.name

    @property
    def umbrella(self) -> pathlib.Path:
        return self.folder / f"{self.name}.hpp"

    def headers(self) -> list[pathlib.Path]:
        """Public headers; the umbrella and detail/ are not among them."""
        return sorted(path for path in self.folder.glob("*.hpp") if path != self.umbrella)

    def lists(self) -> dict[pathlib.Path, re.Match[str]]:
        """Header -> its list of components; a room may join its list from several."""
        found = {}
        for path in [self.umbrella, *self.headers()]:
            entry = LIST.search(path.read_text(encoding="utf-8")) if path.exists() else None
            if entry:
                found[path] = entry
        return found

    def listed(self) -> list[str]:
        """Class names in the room's lists of components."""
        return [name for entry in self.lists().values() for name in types_of(entry)]

    def reached(self) -> set[str]:
        """Names of the room's headers that the umbrella includes, itself or through another."""
        seen, ahead = set(), [self.umbrella.name]
        while ahead:
            path = self.folder / ahead.pop()
            if path.name in seen or not path.exists():
                continue
            seen.add(path.name)
            text = path.read_text(encoding="utf-8")
            ahead += re.findall(rf"#include <limn/{self.name}/(\w+\.hpp)>", text)
        return seen

    def defined(self) -> dict[str, pathlib.Path]:
        """component name ("impute.median") -> header that defines it."""
        return {
            f"{room}.{name}": path
            for path in self.headers()
            for room, name in NAME.findall(path.read_text(encoding="utf-8"))
        }


def types_of(entry: re.Match[str]) -> list[str]:
    return [word.strip() for word in entry.group(2).split(",") if word.strip()]


def class_of(component: str) -> str:
    """impute.soft_impute -> SoftImpute"""
    return "".join(word.capitalize() for word in component.split(".")[1].split("_"))


def same_name(component: str, cls: str) -> bool:
    """cluster.kmeans is KMeans: capitals and underscores aside, the two are one."""
    return component.split(".")[1].replace("_", "") == cls.lower()


def rooms() -> list[Room]:
    return [Room(path.name) for path in sorted(INCLUDE.iterdir()) if path.is_dir()]
