# SPDX-License-Identifier: MIT
"""The whole way through Python: fit, ask, update, forget, save."""

from __future__ import annotations

import json
import pickle
from typing import Any

import numpy as np
import pytest

import limn

QUICK = {
    "encoder": {"encoder.event_encoder": {"width": 8, "layers": 1, "epochs": 1, "max_length": 20}},
    "n_segments": 3,
}


@pytest.fixture(scope="module")
def fitted(shop: tuple[dict[str, Any], dict[str, Any]], log: limn.EventLog) -> limn.Profiler:
    return limn.Profiler(QUICK).fit(log, shop[1])


def test_profile(fitted: limn.Profiler) -> None:
    user = fitted.users[0]
    document = fitted.profile(user)
    assert document["profile_id"]
    assert document["segments"]
    assert json.loads(document.to_json()) == document
    assert "<div" in document._repr_html_()
    assert "<script" not in document._repr_html_()
    assert len(list(fitted.profiles())) == fitted.n_users


def test_everybody_is_answered(fitted: limn.Profiler) -> None:
    known = fitted.recommend(fitted.users[0], k=5)
    assert len(known) == 5
    assert {"item", "score", "source", "reasons"} <= known[0].keys()
    stranger = fitted.recommend("nobody we know", k=5)
    assert len(stranger) == 5
    assert stranger[0]["source"]
    item = known[0]["item"]
    history = fitted.recommend(history=[item, (item, "2024-06-01")], attributes={"age": 30.0}, k=3)
    assert len(history) == 3
    assert fitted.profile(history=[{"item": item, "type": "view"}])["cold_start"]
    assert fitted.predict(fitted.users[0])


def test_ids_come_back_as_they_went_in() -> None:
    n = np.arange(240)
    log = limn.EventLog.from_table(
        {"user": n % 24, "item": n * 7 % 11, "time": n * 3600},
        user="user",
        item="item",
        time="time",
        time_unit="s",
    )
    p = limn.Profiler(encoder=None, n_segments=2, exclude_seen=False).fit(log)
    assert p.users == log.users.tolist()
    assert p.recommend(3, 5)[0]["item"] in log.items.tolist()
    assert p.predict(3)["next_items"][0]["name"] in log.items.tolist()
    assert p.profile(3)["profile_id"] == "3"  # the document is JSON: ids are texts


def test_odd_logs_through_python() -> None:
    greedy = {"user": ["a"] * 990 + ["b", "c"] * 5, "item": list("xyzw") * 250}
    for time in (
        np.arange(1000),
        np.zeros(1000, int),
        -np.arange(1000),
        np.arange(1000) + 3 * 10**9,
    ):
        log = limn.EventLog.from_table(
            greedy | {"time": time}, user="user", item="item", time="time", time_unit="s"
        )
        p = limn.Profiler(encoder=None, n_segments=2).fit(log)
        assert p.profile("b")["segments"] and p.recommend("nobody", 2)


def test_both_or_neither(fitted: limn.Profiler) -> None:
    with pytest.raises(limn.ParamError):
        fitted.recommend("u00001", history=["x"])
    with pytest.raises(limn.ParamError, match="event 0"):
        fitted.profile(history=[{"time": 1}])


def test_saved_and_pickled_answer_alike(fitted: limn.Profiler, tmp_path: Any) -> None:
    path = tmp_path / "shop.limn"
    fitted.save(path)
    user = fitted.users[3]
    for other in (limn.Profiler.load(path), limn.load(path), pickle.loads(pickle.dumps(fitted))):
        assert other.profile(user) == fitted.profile(user)
        assert other.recommend(user) == fitted.recommend(user)


def test_update_and_forget(fitted: limn.Profiler, tmp_path: Any) -> None:
    profiler = pickle.loads(pickle.dumps(fitted))
    item = fitted.recommend(fitted.users[0], k=1)[0]["item"]
    more = limn.EventLog.from_table(
        {
            "user": ["newcomer"],
            "item": [item],
            "time": np.array(["2025-01-02"], "M8[s]"),
            "type": ["buy"],
            "price": [3.0],
        },
        user="user",
        item="item",
        time="time",
        type="type",
        value="price",
    )
    profiler.update(more)
    assert "newcomer" in profiler.users
    receipt = profiler.forget("newcomer")
    assert receipt["was_known"]
    assert "newcomer" not in json.dumps(receipt)
    profiler.save(tmp_path / "after.limn")
    assert b"newcomer" not in (tmp_path / "after.limn").read_bytes()


def test_evaluation_names_its_protocol(fitted: limn.Profiler) -> None:
    table = fitted.evaluate()
    assert table["rows"]
    for row in table["rows"]:
        assert row["baseline"]
        assert row["protocol"]
        assert row["split"]


def test_report(fitted: limn.Profiler, tmp_path: Any) -> None:
    path = tmp_path / "report.html"
    fitted.report(path)
    text = path.read_text(encoding="utf-8")
    assert "<svg" in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert not any(user in text for user in fitted.users)


def test_config(tmp_path: Any) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"n_segments": 4}))
    assert limn.Profiler(path).config["n_segments"] == 4
    assert limn.Profiler(path, k=3).config["k"] == 3
    assert "impute.knn" in json.dumps(limn.Profiler(impute=limn.impute.Knn()).config)
    with pytest.raises(limn.ParamError, match="n_segments"):
        limn.Profiler(n_segment=4)
    path.write_text("{")
    with pytest.raises(limn.FormatError):
        limn.Profiler(path)
    path.write_text("[" * 10_000)
    with pytest.raises(limn.Error):
        limn.Profiler(path)
    with pytest.raises(limn.IoError):
        limn.Profiler(tmp_path / "none.json")


@pytest.mark.parametrize(
    "step",
    [
        limn.filter.Duplicates(window_seconds=1.0),
        limn.filter.Bots(),
        limn.filter.Range(upper=[1e6]),
        limn.filter.Hampel(n_sigmas=6.0),
        limn.filter.StandardDeviation(),
        limn.filter.Iqr(action="clip"),
        limn.filter.Correlated(threshold=0.9),
    ],
    ids=lambda step: step.component,
)
def test_every_filter_can_clean(step: Any, log: limn.EventLog) -> None:
    p = limn.Profiler(encoder=None, evaluate=False, n_segments=2, clean=[step]).fit(log)
    assert p.profile(p.users[0])["segments"]
    assert step.component in json.dumps(p.config["clean"])
    with pytest.raises(limn.ParamError, match=r"'clean'.*'filter.hampel'"):
        limn.Profiler(clean=["filter.hampl"])


def test_written_rules_make_segments(
    shop: tuple[dict[str, Any], dict[str, Any]], log: limn.EventLog
) -> None:
    rule = json.dumps({">": [{"var": "age"}, 40]})
    rules = limn.cluster.Rules(rules=[rule], names=["above forty"])
    p = limn.Profiler(encoder=None, evaluate=False, segments=rules).fit(log, shop[1])
    (segment,) = p.segments
    assert (segment["name"], segment["rule"]) == ("above forty", rule)
    for user in p.users[:30]:
        who = p.profile(user)
        if who["lineage"]["event_count"]:
            age = who["attributes"]["age"]["value"] or 0
            assert bool(who["segments"]) == (age > 40)


def test_infinities_of_a_user_table(
    shop: tuple[dict[str, Any], dict[str, Any]], log: limn.EventLog
) -> None:
    users = dict(shop[1])
    users["age"] = np.where(np.arange(len(users["age"])) == 2, np.inf, 30.0)
    with pytest.raises(limn.DataError, match=r"column 'age', row 2: got an infinite") as caught:
        limn.Profiler(encoder=None).fit(log, users)
    assert str(users["user"][2]) not in str(caught.value)
    with pytest.raises(limn.DataError, match="attribute 'age'"):
        limn.Profiler(encoder=None, evaluate=False, n_segments=2).fit(log, shop[1]).profile(
            attributes={"age": float("inf")}
        )


def test_before_fit() -> None:
    profiler = limn.Profiler()
    assert not profiler.fitted
    with pytest.raises(limn.NotFittedError):
        profiler.profile("u1")
    with pytest.raises(limn.NotFittedError):
        profiler.recommend(history=["x"])


def test_broken_files(fitted: limn.Profiler, tmp_path: Any) -> None:
    path = tmp_path / "shop.limn"
    fitted.save(path)
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1]), b"", b"{}"):
        path.write_bytes(broken)
        with pytest.raises((limn.FormatError, limn.LimitError)):
            limn.Profiler.load(path)
    with pytest.raises(limn.IoError):
        fitted.save(tmp_path / "no folder" / "x.limn")
