# SPDX-License-Identifier: MIT
"""The error family as Python sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import limn


@pytest.mark.parametrize(
    ("kind", "bases"),
    [
        (limn.ParamError, (ValueError, TypeError)),
        (limn.ShapeError, (ValueError,)),
        (limn.DataError, (ValueError,)),
        (limn.NotFittedError, (ValueError, AttributeError)),
        (limn.FormatError, (ValueError,)),
        (limn.IoError, (OSError,)),
        (limn.CancelledError, (RuntimeError,)),
        (limn.LimitError, (MemoryError,)),
    ],
)
def test_family(kind: type, bases: tuple[type, ...]) -> None:
    assert issubclass(kind, limn.Error)
    for base in bases:
        assert issubclass(kind, base)


def test_what_an_error_says() -> None:
    with pytest.raises(limn.ParamError) as caught:
        limn.impute.Knn(n_neighbours=3)
    error = caught.value
    assert error.component == "impute.knn"
    assert "n_neighbors" in str(error)
    assert error.code == "LIMN-E011"
    assert error.place and error.fix
    twin = pickle.loads(pickle.dumps(error))
    assert str(twin) == str(error)
    assert twin.code == error.code


def test_both_numbers_of_a_wrong_width() -> None:
    model = limn.impute.Median().fit(np.zeros((3, 4)))
    with pytest.raises(limn.ShapeError, match=r"5.*4"):
        model.transform(np.zeros((3, 5)))


def test_threads() -> None:
    before = limn.get_threads()
    with pytest.raises(limn.ParamError):
        limn.set_threads(-1)
    assert limn.get_threads() == before


@pytest.mark.parametrize("wrong", ["abc", "-3", "1.5", "4096"])
def test_threads_of_the_environment(wrong: str) -> None:
    """Importing does not look; the first call that needs threads says what is wrong."""
    code = (
        "import limn, numpy as np\n"
        "for ask in (limn.get_threads, lambda: limn.cluster.KMeans().fit(np.eye(8))):\n"
        "    try:\n        ask()\n"
        "    except limn.ParamError as e:\n        print(e.place)\n"
        "limn.set_threads(2)\nprint(limn.get_threads())"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "LIMN_NUM_THREADS": wrong},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split("\n")[:3] == ["environment variable LIMN_NUM_THREADS"] * 2 + ["2"]


@pytest.fixture(scope="module")
def asked() -> SimpleNamespace:
    """A log and a profiler that hold personal values, and models fitted on it."""
    users = np.repeat([f"secret{i}" for i in range(60)], 4)
    columns = {"u": users, "i": [f"i{n % 7}" for n in range(240)], "t": np.arange(240) * 3600}
    log = limn.EventLog.from_table(columns, user="u", item="i", time="t", time_unit="s")
    table = {"user": list(dict.fromkeys(users)), "age": np.arange(60.0)}
    return SimpleNamespace(
        log=log,
        data=columns,
        blank=limn.Profiler(),
        profiler=limn.Profiler().fit(log, table),
        transitions=limn.recommend.Transitions().fit(log),
        popular=limn.recommend.Popular().fit(log),
        chooser=limn.coldstart.LinUcb(),
    )


WRONG_CALLS: dict[str, Callable[[SimpleNamespace], Any]] = {
    "fit a dict": lambda a: a.blank.fit(a.data),
    "fit nothing": lambda a: a.blank.fit(None),
    "update a dict": lambda a: a.profiler.update(a.data),
    "k a text": lambda a: a.profiler.recommend("secret1", k="secret2"),
    "k a text, blank": lambda a: a.blank.recommend("secret1", k="secret2"),
    "k of transitions": lambda a: a.transitions.recommend(a.log, k="secret"),
    "k of popular": lambda a: a.popular.recommend(a.log, k="secret"),
    "unknown keyword": lambda a: a.transitions.recommend(a.log, kk="secret"),
    "unknown keyword of popular": lambda a: a.popular.recommend(a.log, kk="secret"),
    "twice k": lambda a: a.transitions.recommend(a.log, 3, k="secret"),
    "exclude_seen a text": lambda a: a.transitions.recommend(a.log, exclude_seen="secret"),
    "log a list of dicts": lambda a: a.transitions.recommend([{"u": "secret"}]),
    "split a number": lambda a: limn.data.leave_one_out(3),
    "split a dict": lambda a: limn.data.leave_one_out(a.data),
    "split without a log": lambda a: limn.data.leave_one_out(),
    "threads a text": lambda a: limn.set_threads("secret"),
    "threads beyond an int": lambda a: limn.set_threads(2**40),
    "history a number": lambda a: a.profiler.recommend(history=5),
    "history a text": lambda a: a.profiler.recommend(history="secret"),
    "history bytes": lambda a: a.profiler.profile(history=b"secret"),
    "history a dict": lambda a: a.profiler.predict(history={"item": "secret"}),
    "event key": lambda a: a.profiler.recommend(history=[{"item": "secret", "tme": 3}]),
    "event time": lambda a: a.profiler.recommend(history=[("i1", "secret")]),
    "event value": lambda a: a.profiler.recommend(history=[("i1", 3, "buy", "secret")]),
    "empty event": lambda a: a.profiler.recommend(history=[()]),
    "attributes a list": lambda a: a.profiler.recommend(attributes=["secret"]),
    "attribute name": lambda a: a.profiler.recommend(attributes={"agee": "secret"}),
    "config a number": lambda a: limn.Profiler(3),
    "config a list": lambda a: limn.Profiler(["secret"]),
    "no candidates": lambda a: a.chooser.choose(None),
    "candidates a text": lambda a: a.chooser.choose(None, "secret"),
    "reward a text": lambda a: a.chooser.update(None, "secret", "secret"),
    "append a text": lambda a: a.log.append("secret"),
    "without texts": lambda a: a.log.without(["secret"]),
    "only_users a text": lambda a: a.log.only_users("secret1"),
    "only_users a number": lambda a: a.log.only_users(5),
    "slice a text": lambda a: a.log.slice("secret"),
    "to_table a number": lambda a: a.log.to_table(3),
    "a self of another class": lambda a: limn.EventLog.append(a.popular, "secret"),
    "scores of texts": lambda a: limn.recommend.rerank([["i1"]], [["secret"]]),
    "boost of texts": lambda a: limn.recommend.rerank([["a"]], [[1.0]], boost={"a": "secret"}),
    "ranking by texts": lambda a: limn.evaluate.ranking([["i1"]], ["i1"], scores=[["secret"]]),
    "k of ranking": lambda a: limn.evaluate.ranking([["i1"]], ["i1"], k="secret"),
    "counts of texts": lambda a: limn.evaluate.tail_share([["i1"]], ["i1"], ["secret"]),
    "truth of texts": lambda a: limn.evaluate.auroc(["secret"], ["secret"]),
}


@pytest.mark.parametrize("name", WRONG_CALLS)
def test_a_wrong_call_shows_no_value(asked: SimpleNamespace, name: str) -> None:
    keyword = name.startswith(("unknown keyword", "twice"))
    with pytest.raises(TypeError if keyword else limn.Error) as caught:
        WRONG_CALLS[name](asked)
    shown = "".join(traceback.format_exception_only(caught.type, caught.value))
    assert "secret" not in shown
    assert "secret" not in f"{caught.value.__cause__} {caught.value.__dict__}"


def test_a_wrong_call_names_component_and_argument(asked: SimpleNamespace) -> None:
    with pytest.raises(limn.ParamError, match=r"recommend.transitions: argument 'k': got .* str"):
        asked.transitions.recommend(asked.log, k="a")
    with pytest.raises(limn.DataError, match=r"profiler: argument 'log': got .* dict.*EventLog"):
        asked.blank.fit(asked.data)
    with pytest.raises(
        limn.ParamError, match="coldstart.lin_ucb: argument 'candidates': got nothing"
    ):
        asked.chooser.choose(None)
    with pytest.raises(TypeError, match="unexpected keyword argument 'kk'"):
        asked.transitions.recommend(asked.log, kk=3)


def test_the_nearest_name_is_suggested(asked: SimpleNamespace) -> None:
    with pytest.raises(limn.ParamError, match=r"history, event 0.*did you mean 'time'"):
        asked.profiler.recommend(history=[{"item": "i1", "tme": 3}])
    with pytest.raises(limn.ParamError, match=r"attributes.*did you mean 'age'"):
        asked.profiler.profile(attributes={"agee": 3})


def test_an_error_in_a_configuration_names_the_slot() -> None:
    with pytest.raises(limn.ParamError, match=r"option 'impute'.*impute\.nope") as caught:
        limn.Profiler(impute="impute.nope")
    assert "impute.median" in caught.value.expected
    assert "cluster." not in caught.value.expected
    with pytest.raises(limn.ParamError, match=r"option 'impute'.*table of options"):
        limn.Profiler(impute={"impute.knn": 3})
    with pytest.raises(limn.ParamError, match=r"option 'recommend'.*coldstart\.ladder"):
        limn.Profiler(recommend=["recommend.popular", "recommend.nope"])


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
@pytest.mark.parametrize(
    ("fit", "component"),
    [
        ("limn.cluster.Agglomerative(n_clusters=2, linkage='average').fit(x)", "cluster"),
        ("limn.features.Quantile().fit(x).transform(x)", "features"),
        ("limn.outlier.LocalOutlierFactor().fit(x).anomaly_score(x)", "outlier"),
        ("limn.cluster.GaussianMixture(n_components=3).fit(x)", "cluster"),
        ("limn.features.OneHot().fit(x).transform(x)", "features"),
        ("limn.recommend.Als(factors=1000).fit(log)", "recommend"),
    ],
)
def test_memory_that_is_not_there_is_a_typed_error(fit: str, component: str) -> None:
    program = f"""
import resource
import numpy as np
import limn
x = np.arange(6_000_000, dtype=float).reshape(30_000, 200)
log = limn.EventLog.from_table({{"u": np.arange(9000), "i": np.arange(9000), "t": np.arange(9000)}},
                               user="u", item="i", time="t", time_unit="order")
limn.set_threads(2)
limn.features.Standard().fit(x).transform(x[:500])  # threads and libraries are there
with open("/proc/self/statm") as file:
    now = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + 2**22, resource.RLIM_INFINITY))
try:
    {fit}
except limn.LimitError as error:
    print("LimitError", error.component)
else:
    print("finished", "-")
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-500:]
    said, name = run.stdout.split()
    assert said == "finished" or name.startswith((component, "limn"))
    if "Agglomerative" in fit or "OneHot" in fit:
        assert said == "LimitError"
