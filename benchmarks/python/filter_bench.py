# SPDX-License-Identifier: MIT
"""LabelNoise beside cleanlab: flipped labels, the same out-of-fold probabilities, area under ROC.

    python benchmarks/python/filter_bench.py [--seeds 3] [--write benchmarks/results/label_noise.md]

Tables that come with scikit-learn; 10, 20 and 30 % of the labels become another class by chance;
probabilities of logistic regression, five folds. cleanlab's score is its default, self-confidence.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
import warnings

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import limn

TABLES = {
    "breast cancer": load_breast_cancer,
    "wine": load_wine,
    "digits": load_digits,
    "iris": load_iris,
}


def row(name: str, share: float, seeds: int) -> str:
    x, truth = TABLES[name](return_X_y=True)
    k = truth.max() + 1
    found = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        wrong = rng.random(len(truth)) < share
        y = np.where(wrong, (truth + rng.integers(1, k, len(truth))) % k, truth)
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
        p = cross_val_predict(model, x, y, cv=5, method="predict_proba")
        ours = limn.filter.LabelNoise(input="probabilities").fit(p, y)
        issues = find_label_issues(y, p, n_jobs=1)
        found.append(
            [
                roc_auc_score(wrong, ours.noise_score_),
                roc_auc_score(wrong, -get_label_quality_scores(y, p)),
                f1_score(wrong, ours.noise_),
                f1_score(wrong, issues),
                float((ours.noise_ == issues).mean()),
            ]
        )
    return f"| {name} | {share:.0%} | " + " | ".join(f"{v:.4f}" for v in np.mean(found, 0)) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    lines = [
        "# Doubtful labels: limn beside cleanlab",
        "",
        f"`python {' '.join(sys.argv)}`: mean of {options.seeds} seeds, the same out-of-fold "
        "probabilities for both; area under ROC of the score, F1 of the rows marked, share of rows "
        "marked alike.",
        "",
        "| table | flipped | AUROC limn | AUROC cleanlab | F1 limn | F1 cleanlab | alike |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in TABLES:
        for share in (0.1, 0.2, 0.3):
            lines.append(row(name, share, options.seeds))
            print(lines[-1], flush=True)
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
