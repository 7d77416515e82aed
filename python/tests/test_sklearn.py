# SPDX-License-Identifier: MIT
"""The classes inside scikit-learn's own machinery, which limn never imports by itself."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline

import limn
from limn._files import classes


@pytest.mark.parametrize(("name", "kind"), sorted(classes().items()))
def test_clone(name: str, kind: type) -> None:
    model = kind()
    twin = clone(model)
    assert type(twin) is kind
    assert twin.get_params() == model.get_params()


def test_clone_keeps_arrays_and_encoders() -> None:
    start = np.eye(3)
    assert clone(limn.cluster.KMeans(n_clusters=3, init=start)).get_params()["init"].shape == (3, 3)
    inner = limn.encoder.EventEncoder(width=8, epochs=1)
    twin = clone(limn.recommend.Sequence(encoder=inner))
    assert twin.get_params()["encoder"].get_params()["width"] == 8


def test_pipeline_and_cross_validation() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(120, 4))
    y = np.where(x[:, 0] > 0, "yes", "no")
    x[rng.random(x.shape) < 0.1] = np.nan
    pipe = make_pipeline(
        limn.impute.Median(), limn.features.Standard(), limn.learn.LogisticRegression()
    )
    scores = cross_val_score(pipe, x, y, cv=3, scoring="accuracy")
    assert scores.mean() > 0.8
    assert set(pipe.fit(x, y).predict(x)) == {"yes", "no"}
    assert list(pipe[-1].classes_) == ["no", "yes"]
    chances = cross_val_predict(pipe, x, y, cv=3, method="predict_proba")
    np.testing.assert_allclose(chances.sum(axis=1), 1)
    assert is_classifier(pipe[-1])
    assert is_regressor(limn.learn.Ridge())
    search = (
        GridSearchCV(pipe, {"standard__with_mean": [True, False]}, cv=2, scoring="accuracy")
        if "with_mean" in pipe[1].get_params()
        else None
    )
    if search is not None:
        search.fit(x, y)


def test_score() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 2))
    y = 3 * x[:, 0] - x[:, 1]
    assert limn.learn.Ridge().fit(x, y).score(x, y) > 0.9
    assert limn.learn.LogisticRegression().fit(x, y > 0).score(x, y > 0) > 0.9


def test_column_transformer_and_output() -> None:
    import pandas

    frame = pandas.DataFrame({"a": [1.0, np.nan, 3.0], "b": [1.0, 2.0, 4.0]})
    parts = ColumnTransformer(
        [("fill", limn.impute.Median(), ["a"]), ("scale", limn.features.Standard(), ["b"])]
    )
    out = parts.set_output(transform="pandas").fit_transform(frame)
    assert list(out.columns) == ["fill__a", "scale__b"]
    assert list(parts.get_feature_names_out()) == ["fill__a", "scale__b"]


def test_same_as_scikit_learn() -> None:
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import StandardScaler

    rng = np.random.default_rng(1)
    x = rng.normal(size=(50, 3))
    np.testing.assert_allclose(
        limn.features.Standard().fit_transform(x), StandardScaler().fit_transform(x)
    )
    x[rng.random(x.shape) < 0.2] = np.nan
    np.testing.assert_allclose(
        limn.impute.Median().fit_transform(x), SimpleImputer(strategy="median").fit_transform(x)
    )
    np.testing.assert_allclose(
        limn.impute.Mean().fit(x).statistics_, SimpleImputer().fit(x).statistics_
    )


def test_outlier_signs() -> None:
    x = np.concatenate([np.random.default_rng(0).normal(size=(200, 2)), [[9.0, 9.0]]])
    forest = limn.outlier.IsolationForest(n_estimators=100, max_samples=256, random_state=0).fit(x)
    score = forest.anomaly_score(x)
    assert score.argmax() == 200
    np.testing.assert_array_equal(forest.score_samples(x), -score)
    assert forest.predict(x)[200] == -1
    assert forest.decision_function(x)[200] < 0
    np.testing.assert_array_equal(forest.fit_predict(x), forest.predict(x))


def test_import_brings_nothing_but_numpy() -> None:
    code = (
        "import sys, numpy, limn; "
        "print([m for m in ('sklearn','pandas','polars','pyarrow','duckdb','tqdm','scipy') "
        "if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
