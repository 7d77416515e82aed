# SPDX-License-Identifier: MIT
"""Objects of Python stand in a Profiler's pipeline, survive its file, fail in their own words."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator

import limn
from limn._shop import make_shop

QUICK: dict[str, Any] = {"encoder": None, "evaluate": False, "n_segments": 3}


@pytest.fixture(scope="module")
def log() -> limn.EventLog:
    events, _ = make_shop(80, 1)
    return limn.EventLog.from_table(
        events, user="user", item="item", time="time", type="type", value="price"
    )


class MidRange(BaseEstimator):  # type: ignore[misc]
    """Fills gaps with the middle of the range, plus `shift`."""

    component = "mine.mid_range"

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def fit(self, x: Any) -> MidRange:
        self.middle_ = np.nan_to_num((np.nanmin(x, 0) + np.nanmax(x, 0)) / 2) + self.shift
        self.kind_ = x.dtype
        self.notes_ = {
            "rows": int(x.shape[0]),
            "parts": [1, float("inf"), None, "text", np.float32(2)],
        }
        return self

    def transform(self, x: Any) -> Any:
        return np.where(np.isnan(x), self.middle_, x)


class Distance:
    """Strange is what is far from the mean."""

    def fit(self, x: Any) -> Distance:
        self.mean, self.scale = x.mean(0), x.std(0) + 1e-9
        return self

    def anomaly_score(self, x: Any) -> Any:
        z = np.square((x - self.mean) / self.scale).mean(1)
        return z / (1 + z)


class Halves:
    """Two groups by the first column."""

    def fit(self, x: Any) -> Halves:
        self.cut = float(np.median(x[:, 0]))
        return self

    def predict(self, x: Any) -> Any:
        return (x[:, 0] > self.cut).astype(int)

    def predict_proba(self, x: Any) -> Any:
        return np.eye(2)[self.predict(x)] * 0.8 + 0.1


class Returns:
    """Marks events whose amount is negative."""

    def fit(self, log: limn.EventLog) -> Returns:
        self.fitted = True
        return self

    def mask(self, log: limn.EventLog) -> Any:
        return np.nan_to_num(log.to_table("dict")["value"]) < 0


class Lengths:
    """How many events a history has."""

    def fit(self, log: limn.EventLog) -> Lengths:
        return self

    def transform(self, log: limn.EventLog, as_of_us: int) -> Any:
        return np.array([[float(as_of_us % 7), 1.0]] * log.n_users)

    def feature_names(self) -> list[str]:
        return ["lengths.a", "lengths.b"]


def test_objects_stand_in_the_pipeline(log: limn.EventLog, tmp_path: Path) -> None:
    p = limn.Profiler(
        QUICK,
        impute=MidRange(shift=1.5),
        outlier=Distance(),
        segments=Halves(),
        clean=["filter.duplicates", Returns()],
        features=["features.rfm", Lengths()],
    ).fit(log)
    assert p.config["impute"] == {"mine.mid_range": {"shift": 1.5}}
    who = p.profile(p.users[0])
    assert who["scores"]["outlier"]["model_id"].startswith("python.")
    assert who["segments"][0]["id"] in (0, 1)
    assert [m["probability"] for m in who["segments"][0]["memberships"]] == pytest.approx(
        [0.9, 0.1]
    )
    assert {"lengths.a", "lengths.b"} <= set(who["traits"])
    p.save(tmp_path / "m.limn")
    again = limn.Profiler.load(tmp_path / "m.limn")
    assert again.profile(p.users[0]) == who
    assert pickle.loads(pickle.dumps(p)).profile(p.users[0]) == who
    again.forget(p.users[3])
    assert again.profile(p.users[0])["segments"] == who["segments"]


def test_scikit_learn_objects_work(log: limn.EventLog) -> None:
    from sklearn.cluster import KMeans
    from sklearn.ensemble import IsolationForest
    from sklearn.impute import SimpleImputer

    p = limn.Profiler(
        QUICK,
        impute=SimpleImputer(strategy="median", keep_empty_features=True),
        outlier=IsolationForest(n_estimators=10, random_state=0),
        segments=KMeans(4, n_init=1, random_state=0),
    ).fit(log)
    assert len(p.segments) == 4
    assert 0 < p.profile(p.users[0])["quality"]["outlier_score"] < 1
    with pytest.raises(limn.DataError, match="no pickles"):
        p.save("never.limn")
    assert not Path("never.limn").exists()


def test_what_cannot_play_a_part_is_refused(log: limn.EventLog) -> None:
    class Idle:
        def fit(self, x: Any) -> Any:
            return self

    with pytest.raises(limn.ParamError, match="fit with transform"):
        limn.Profiler(impute=Idle())
    with pytest.raises(limn.ParamError, match=r"mine\.mid_range"):
        limn.Profiler(outlier=MidRange())  # no score in it
    with pytest.raises(limn.ParamError):
        limn.Profiler(impute=object())


def test_an_error_of_the_object_comes_through_and_changes_nothing(log: limn.EventLog) -> None:
    class Broken(Distance):
        def fit(self, x: Any) -> Any:
            raise RuntimeError("out of coffee")

    class Short(Distance):
        def anomaly_score(self, x: Any) -> Any:
            return np.zeros(3)

    for kind, error in ((Broken, RuntimeError), (Short, limn.ShapeError)):
        p = limn.Profiler(QUICK, outlier=kind())
        with pytest.raises(error):
            p.fit(log)
        assert not p.fitted


def test_a_file_needs_the_class(log: limn.EventLog, tmp_path: Path) -> None:
    p = limn.Profiler(QUICK, impute=MidRange()).fit(log)
    raw = pickle.dumps(p).replace(b"mine.mid_range", b"mine.mid_rangX")
    with pytest.raises(limn.FormatError):
        pickle.loads(raw)
    assert limn.Profiler.use(MidRange) == "mine.mid_range"
