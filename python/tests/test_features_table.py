# SPDX-License-Identifier: MIT
"""Encoders, bins, axes and selectors through Python, beside scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest

import limn


def table(n: int = 400) -> np.ndarray:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(n, 4)) @ rng.normal(size=(4, 4))
    x[:, 3] = np.round(x[:, 3])
    return x


@pytest.mark.parametrize("strategy", ["uniform", "quantile"])
@pytest.mark.parametrize("method", ["linear", "averaged_inverted_cdf"])
def test_same_bins(strategy: str, method: str) -> None:
    from sklearn.preprocessing import KBinsDiscretizer

    x = table()
    for n_bins in (2, 7, 32):
        theirs = KBinsDiscretizer(
            n_bins, encode="ordinal", strategy=strategy, quantile_method=method, subsample=None
        )
        wanted = theirs.fit_transform(x[:, :3])
        ours = limn.features.KBins(n_bins=n_bins, strategy=strategy, quantile_method=method)
        np.testing.assert_array_equal(ours.fit_transform(x[:, :3]), wanted)
        for mine, edges in zip(ours.bin_edges_, theirs.bin_edges_, strict=True):
            np.testing.assert_allclose(mine, edges, rtol=1e-12)


def test_bins_around_centres_and_flags() -> None:
    from sklearn.preprocessing import KBinsDiscretizer

    rng = np.random.default_rng(0)
    x = np.concatenate([rng.normal(m, 0.1, 50) for m in (0, 3, 10)])[:, None]
    theirs = KBinsDiscretizer(3, encode="onehot-dense", strategy="kmeans", subsample=None)
    ours = limn.features.KBins(n_bins=3, encode="onehot", strategy="kmeans")
    np.testing.assert_array_equal(ours.fit_transform(x), theirs.fit_transform(x))


@pytest.mark.parametrize("smooth", [None, 0.0, 10.0])
@pytest.mark.parametrize("binary", [False, True])
def test_same_target_encoding(smooth: float | None, binary: bool) -> None:
    from sklearn.model_selection import KFold
    from sklearn.preprocessing import TargetEncoder

    rng = np.random.default_rng(3)
    x = rng.integers(0, 12, (500, 2)).astype(float)
    x[rng.random(x.shape) < 0.1] = np.nan
    amount = np.nan_to_num(x).sum(axis=1) + rng.normal(size=500)
    y = (amount > 10).astype(int) if binary else amount
    theirs = TargetEncoder(
        smooth="auto" if smooth is None else smooth,
        cv=KFold(5),
        target_type="binary" if binary else "continuous",
    )
    wanted = theirs.fit_transform(x, y)
    ours = limn.features.Target(smooth=smooth, cv=5, shuffle=False)
    np.testing.assert_allclose(ours.fit_transform(x, y), wanted, rtol=1e-10)
    new = np.array([[3.0, np.nan], [99.0, 0.0]])
    np.testing.assert_allclose(ours.transform(new), theirs.transform(new), rtol=1e-10)
    assert ours.target_mean_ == pytest.approx(theirs.target_mean_)


def test_information_value_of_the_breast_cancer_radius() -> None:
    from sklearn.datasets import load_breast_cancer

    x, y = load_breast_cancer(return_X_y=True)
    woe = limn.features.Woe().fit(x[:, :1], y)
    # Navas-Palencia, optbinning's tutorial: mean radius, IV 5.04392547.
    cuts = [11.425, 12.33, 13.095, 13.705, 15.045, 16.925]
    np.testing.assert_allclose(woe.bin_edges_[0], cuts, atol=1e-6)
    assert woe.iv_[0] == pytest.approx(5.04392547, abs=1e-8)
    weights = [-3.12517, -2.71097, -1.64381, -0.83983, -0.15398, 2.00275, 5.28332]
    np.testing.assert_allclose(woe.woe_[0][:-1], weights, atol=1e-5)


@pytest.mark.parametrize("alternate_sign", [True, False])
def test_same_hashes(alternate_sign: bool) -> None:
    import pandas
    from sklearn.feature_extraction import FeatureHasher

    frame = pandas.DataFrame({"city": ["rome", "bonn", "köln", "rome"], "age": [1.5, 2, 3, 4]})
    theirs = FeatureHasher(32, alternate_sign=alternate_sign)
    wanted = theirs.transform(frame.to_dict("records")).toarray()
    ours = limn.features.Hashing(n_features=32, alternate_sign=alternate_sign)
    frame["city"] = frame["city"].astype("category")
    np.testing.assert_allclose(ours.fit(frame).transform(frame), wanted)
    new = pandas.DataFrame({"city": ["oslo"], "age": [0.0]})
    new["city"] = new["city"].astype("category")
    wanted = theirs.transform([{"city": "oslo", "age": 0.0}]).toarray()
    np.testing.assert_allclose(ours.transform(new), wanted)


@pytest.mark.parametrize("shape", [(300, 8), (12, 40)])
@pytest.mark.parametrize("whiten", [False, True])
def test_same_axes(shape: tuple[int, int], whiten: bool) -> None:
    from sklearn.decomposition import PCA

    rng = np.random.default_rng(5)
    x = rng.normal(size=shape) * np.linspace(1, 5, shape[1])
    theirs = PCA(5, whiten=whiten, svd_solver="full").fit(x)
    for solver in ("full", "randomized"):
        ours = limn.features.Pca(n_components=5, whiten=whiten, svd_solver=solver).fit(x)
        tolerance = {"rtol": 1e-6, "atol": 1e-8} if solver == "full" else {"rtol": 0.02, "atol": 2}
        np.testing.assert_allclose(
            ours.explained_variance_, theirs.explained_variance_, rtol=tolerance["rtol"]
        )
        np.testing.assert_allclose(ours.transform(x), theirs.transform(x), **tolerance)
    assert list(ours.get_feature_names_out()) == [f"pca{i}" for i in range(5)]


def test_what_does_not_vary_is_dropped() -> None:
    from sklearn.feature_selection import VarianceThreshold

    x = np.column_stack([table(), np.full(400, 2.0)])
    for threshold in (0.0, 0.5):
        wanted = VarianceThreshold(threshold).fit_transform(x)
        ours = limn.features.Variance(threshold=threshold)
        np.testing.assert_array_equal(ours.fit_transform(x), wanted)
    assert ours.support_.dtype == bool


@pytest.mark.parametrize(
    "cls", [limn.features.KBins, limn.features.Hashing, limn.features.Pca, limn.features.Variance]
)
def test_bad_input(cls: type) -> None:
    with pytest.raises(limn.NotFittedError):
        cls().transform(table())
    with pytest.raises(limn.DataError):
        cls().fit(np.empty((0, 2)))
    with pytest.raises(limn.DataError, match="column 1"):
        cls().fit(np.array([[1.0, np.inf], [1.0, 2.0]]))
    with pytest.raises(limn.ShapeError):
        cls().fit(table()).transform(table()[:, :2])
    tiny = np.vstack([table() * 1e-12, table()[:5] * 1e12])
    assert np.isfinite(cls().fit(tiny).transform(tiny)).all()


def linked(n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Numbers with some, no and a crooked link to the numbers of y; no two are equal."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(n, 4))
    y = x[:, 0] + np.abs(x[:, 1]) + 0.5 * rng.normal(size=n)
    return x, y


@pytest.mark.parametrize("n_neighbors", [1, 3, 8])
def test_same_information(n_neighbors: int) -> None:
    from sklearn.feature_selection import mutual_info_classif, mutual_info_regression

    x, y = linked()
    x = np.column_stack([x, np.digitize(x[:, 0], [-1, 0, 1])])
    discrete = [False] * 4 + [True]
    for answer, peer in (
        (y, mutual_info_regression),
        (np.digitize(y, [0, 1]), mutual_info_classif),
    ):
        wanted = peer(x, answer, discrete_features=discrete, n_neighbors=n_neighbors)
        ours = limn.features.MutualInformation(n_neighbors=n_neighbors, categorical=[4])
        np.testing.assert_allclose(ours.fit(x, answer).scores_, wanted, atol=1e-9)
        np.testing.assert_array_equal(ours.support_, wanted > 0)
    best = limn.features.MutualInformation(k=2, categorical=[4]).fit(x, y)
    assert best.transform(x).shape == (300, 2)
    assert list(best.get_feature_names_out()) == ["x0", "x4"]


def test_information_of_rounded_numbers_is_near() -> None:
    from sklearn.feature_selection import mutual_info_regression

    x, y = linked(2000)
    x, y = np.round(x, 1), np.round(y, 1)  # noise parts equal values, in either its own way
    wanted = mutual_info_regression(x, y, random_state=0)
    ours = limn.features.MutualInformation(target="numbers").fit(x, y).scores_
    np.testing.assert_allclose(ours, wanted, atol=0.03)


@pytest.mark.parametrize("method", ["bh", "by"])
def test_same_false_discoveries(method: str) -> None:
    from scipy.stats import chi2_contingency, f_oneway, false_discovery_control
    from sklearn.feature_selection import f_classif, f_regression

    rng = np.random.default_rng(6)
    p = rng.random(50) ** 3
    wanted = false_discovery_control(p, method=method)
    np.testing.assert_allclose(limn.features.false_discovery_control(p, method), wanted)

    x, y = linked()
    kinds = np.digitize(y, [0, 1])
    city = np.digitize(x[:, 1], [-0.5, 0.5])
    both = np.column_stack([x, city])
    select = limn.features.FalseDiscovery(method=method, categorical=[4])
    for answer, peer in ((y, f_regression), (kinds, f_classif)):
        scores, pvalues = peer(x, answer)
        select.fit(both, answer)
        np.testing.assert_allclose(select.scores_[:4], scores, rtol=1e-8)
        np.testing.assert_allclose(select.pvalues_[:4], pvalues, rtol=1e-7)
        seen = np.array([[((city == c) & (kinds == k)).sum() for k in range(3)] for c in range(3)])
        last = (
            chi2_contingency(seen, correction=False)[:2]
            if answer is kinds
            else f_oneway(*(y[city == c] for c in range(3)))
        )
        np.testing.assert_allclose([select.scores_[4], select.pvalues_[4]], last, rtol=1e-7)
        adjusted = false_discovery_control(select.pvalues_, method=method)
        np.testing.assert_allclose(select.adjusted_pvalues_, adjusted, rtol=1e-9)
        np.testing.assert_array_equal(select.support_, adjusted <= 0.05)


def test_selectors_leave_gaps_out() -> None:
    x, y = linked()
    gaps = x.copy()
    gaps[::7, 0] = np.nan
    known = ~np.isnan(gaps[:, 0])
    for kind in (limn.features.MutualInformation, limn.features.FalseDiscovery):
        ours = kind().fit(gaps, y).scores_[0]
        assert ours == pytest.approx(kind().fit(x[known], y[known]).scores_[0], abs=1e-9)
        with pytest.raises(limn.ShapeError):
            kind().fit(x, y[1:])
        with pytest.raises(limn.ParamError, match="categorical"):
            kind(categorical=[4]).fit(x, y)


def cities(*words: str | None, ages: tuple[float, ...] = (3.0, 4.5, 2.0, 1.0)) -> dict[str, object]:
    return {"city": list(words), "age": np.array(ages[: len(words)])}


def test_columns_of_texts_are_categories_by_their_words() -> None:
    table = cities("Paris", "Rome", "Paris", None)
    flags = limn.features.OneHot().fit(table)
    names = [str(n) for n in flags.get_feature_names_out()]
    assert names[:2] == ["city_Paris", "city_Rome"]
    other = cities("Rome", "Oslo", "Paris")
    wanted = [[0, 1], [0, 0], [1, 0]]  # a word unknown at fit sets no flag
    np.testing.assert_array_equal(np.asarray(flags.transform(other))[:, :2], wanted)
    many = {"city": ["Paris", "Rome"] * 50}
    y = np.tile([1.0, 0.0, 0.0, 0.0], 25)  # in Rome never
    seen = limn.features.Target().fit(many, y).transform(many)[:, 0]
    assert seen[0] == seen[2] > seen[1]
    assert np.isfinite(limn.features.Woe().fit(many, y).transform(many)).all()
    with pytest.raises(limn.DataError, match="city"):
        limn.features.Standard().fit(table)


def test_a_saved_component_reads_tables_by_words_and_names(tmp_path) -> None:
    flags = limn.features.OneHot().fit(cities("Paris", "Rome", "Paris", None))
    flags.save(tmp_path / "flags.limn")
    loaded = limn.load(tmp_path / "flags.limn")
    other = cities("Rome", "Paris")
    np.testing.assert_array_equal(loaded.transform(other), flags.transform(other))
    assert list(loaded.get_feature_names_out()) == list(flags.get_feature_names_out())
    assert list(loaded.feature_names_in_) == ["city", "age"]
    with pytest.raises(limn.ShapeError, match="town"):
        loaded.transform({"town": ["Rome"], "age": [1.0]})
    plain = limn.features.Standard().fit(table())
    plain.save(tmp_path / "plain.limn")
    loaded = limn.load(tmp_path / "plain.limn")
    assert loaded.n_features_in_ == 4
    assert list(loaded.get_feature_names_out()) == list(plain.get_feature_names_out())
