# SPDX-License-Identifier: MIT
"""evaluate through Python. Numbers: scikit-learn 1.9.1 on the same arrays, or by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

import limn
from limn import evaluate

TRUTH = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0]
CHANCE = [0.1, 0.8, 0.35, 0.35, 0.9, 0.6, 0.7, 0.2, 0.05, 0.55, 0.35, 0.45]
POINTS = [[1, 2], [1.5, 1.8], [5, 8], [8, 8], [1, 0.6], [9, 11], [8, 2], [10, 2], [9, 3]]


def test_two_classes() -> None:
    found = evaluate.classification(TRUTH, CHANCE)
    wanted = {"auroc": 0.833333333333, "average_precision": 0.855555555556, "f1": 0.727272727273}
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value)
    assert evaluate.auroc(TRUTH, CHANCE) == found["auroc"]
    assert evaluate.brier(TRUTH, CHANCE) == pytest.approx(0.160416666667)
    assert math.isnan(evaluate.auroc([1, 1], [0.2, 0.3]))


def test_labels_of_any_kind() -> None:
    numbers = evaluate.class_report([0, 1, 2, 2], [0, 2, 2, 1])
    words = evaluate.class_report(["a", "b", "c", "c"], ["a", "c", "c", "b"])
    assert words["classes"] == ["a", "b", "c"]
    assert np.array_equal(numbers["recall"], words["recall"])
    assert evaluate.f1(["a", "b"], ["a", "a"], positive="a") == pytest.approx(2 / 3)
    assert evaluate.accuracy([True, False], [True, True]) == 0.5
    counts, classes = evaluate.confusion(["x", "y"], ["y", "y"])
    assert classes == ["x", "y"] and counts.tolist() == [[0, 1], [0, 1]]


def test_groups() -> None:
    names = ["a", "a", "b", "b", "a", "b", "c", "c", "c"]
    assert evaluate.silhouette(POINTS, names) == pytest.approx(0.703668529752)
    assert evaluate.silhouette(POINTS, names, n_sample=9) == pytest.approx(0.703668529752)
    assert evaluate.calinski_harabasz(POINTS, names) == pytest.approx(32.8391133357)
    assert evaluate.davies_bouldin(POINTS, names) == pytest.approx(0.389114325217)
    assert evaluate.adjusted_rand(names, [2, 2, 0, 0, 2, 0, 7, 7, 7]) == 1.0
    assert math.isnan(evaluate.silhouette(POINTS, [-1] * 9))


@pytest.mark.parametrize("ids", [["tea", "cup", "pot", "jar", "tin"], [10, 20, 30, 40, 50]])
def test_ranked_lists_of_any_ids(ids: list[object]) -> None:
    tea, cup, pot, jar, tin = ids
    items = np.array([[tea, cup, pot], [jar, tea, cup], [tin, tea, pot]])
    found = evaluate.ranking(items, [[cup], [tin], []], k=3)
    assert found["n_users"] == 2
    assert found["hit_rate"] == 0.5
    assert found["ndcg"] == pytest.approx(0.5 / math.log2(3))
    users = evaluate.ranking_per_user(items, np.array([cup, tin, tin]), k=1)
    assert users["hit_rate"].tolist() == [0, 0, 1]
    tied = evaluate.ranking_per_user(items[:1], [tea], k=3, scores=[[1.0, 1.0, 1.0]])
    assert tied["mrr"][0] == pytest.approx(1 / 3)
    cut = evaluate.ranking_per_user(items[:1], [pot], k=3, scores=[[2.0, 1.0, -np.inf]])
    assert cut["hit_rate"][0] == 0
    assert evaluate.catalogue_coverage(items, 10) == 0.5
    assert evaluate.average_popularity(items[:1], ids, [3, 6, 9, 1, 1]) == 6
    assert evaluate.novelty(items[:1], ids, [8, 4, 2, 1, 1], 8) == pytest.approx(1)
    assert evaluate.serendipity(items[:1], [[tea, jar, tin]], [[tea, cup]]) == pytest.approx(1 / 3)
    assert evaluate.overlap(items, items) == 1.0
    assert evaluate.stability(items, items, items) == 1.0
    twice = [[1, 2]], [[2, 3]], [[1, 2]]  # by hand: 1/3, 1, 1/3
    assert evaluate.stability(*twice) == pytest.approx(5 / 9)
    assert np.isnan(evaluate.stability(items))


def test_calibration() -> None:
    assert evaluate.reliability(TRUTH, CHANCE, n_bins=5)["ece"] == pytest.approx(0.125)
    curve = evaluate.fit_isotonic(TRUTH, CHANCE)
    assert curve([0.3, 0.65]).tolist() == pytest.approx([1 / 3, 0.75])
    assert 0 < evaluate.fit_platt(TRUTH, CHANCE)([0.5])[0] < 1


def test_intervals() -> None:
    a = np.linspace(0, 1, 200)
    found = evaluate.bootstrap_mean(a, n_resamples=500, random_state=3)
    assert found["value"] == pytest.approx(0.5)
    assert found["low"] < 0.5 < found["high"]
    assert found == evaluate.bootstrap_mean(a, n_resamples=500, random_state=3)
    better = evaluate.paired_difference(a + 0.1, a)
    assert better["difference"]["value"] == pytest.approx(0.1)
    assert better["share_better"] == 1.0


def test_bad_input_is_typed() -> None:
    with pytest.raises(limn.ShapeError):
        evaluate.auroc([0, 1], [0.5])
    with pytest.raises(limn.DataError, match="row 1"):
        evaluate.auroc([0, 1], [0.5, math.nan])
    with pytest.raises(limn.DataError):
        evaluate.classification([], [])
    with pytest.raises(limn.ParamError, match="n_bins"):
        evaluate.reliability(TRUTH, CHANCE, n_bins=0)
    with pytest.raises(limn.ShapeError):
        evaluate.ranking([["tea"]], ["tea"], k=5)
    with pytest.raises(limn.DataError):
        evaluate.novelty([["milk"]], ["tea"], [1], 5)


def test_group_gap() -> None:  # by hand: means 1 and 1/3
    said = limn.evaluate.group_gap([1.0, 1, 0, 1, 0, np.nan], ["w", "w", "m", "m", "m", "m"])
    assert said["groups"] == ["m", "w"]
    assert said["means"] == pytest.approx([1 / 3, 1])
    assert said["counts"] == [3, 2]
    assert said["gap"]["value"] == pytest.approx(2 / 3)
    assert 0 < said["p_value"] <= 1


def test_policies_are_judged_by_the_log_of_another() -> None:  # by hand: weights 2, 0.5, 0
    rewards, logged, target = [1, 0.5, 3], [0.25, 0.8, 0.5], [0.5, 0.4, 0]
    plain = limn.evaluate.ips(rewards, logged, target)
    assert plain["value"] == pytest.approx(2.25 / 3) and plain["n"] == 3
    assert limn.evaluate.snips(rewards, logged, target)["value"] == pytest.approx(0.9)
    robust = limn.evaluate.doubly_robust(
        rewards, logged, target, [0.5, 0.5, 1], [0.6, 0.4, 0.2], clip=1
    )
    assert robust["value"] == pytest.approx((0.6 + 0.5 + 0.4 + 0.2) / 3)
    with pytest.raises(limn.DataError, match="propensities"):
        limn.evaluate.ips(rewards, [0, 1, 1], target)
