# SPDX-License-Identifier: MIT
"""Who buys again? RFM numbers, the embedding of an encoder and both, on two shops.

    LIMN_DATA_DIR=... python benchmarks/python/return_bench.py [retail] [cdnow] [--seeds 3]
        [--write benchmarks/results/return.md]

retail: Online Retail cleaned, customers with a purchase before 2011-09-10, any purchase within the
90 days after. cdnow: the 2,357 customers of the sample, 39 weeks to learn from, any purchase within
the 39 weeks after. All that is learnt without labels (encoder, columns, scales) sees the time
before alone; labels are foreseen by logistic regression, stratified 5 folds (seed 0). The encoder
is not tuned to the label.
"""

from __future__ import annotations

import argparse
import datetime
import os
import pathlib
import warnings

import numpy as np
import polars
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import limn

DATA = pathlib.Path(os.environ["LIMN_DATA_DIR"]) / "transactions"
BARS = {"retail": 0.7353, "cdnow": 0.7725}

CUTS = {"retail": ("2011-09-10", "2011-12-09"), "cdnow": ("1997-10-01", "1998-06-30")}


def purchases(name: str) -> polars.DataFrame:
    """who, item, time, value, basket of every purchase; cdnow has no items but their number."""
    if name == "cdnow":
        table = polars.read_csv(DATA / "cdnow_sample.csv", try_parse_dates=True)
        return table.select(
            polars.col("id").alias("who"),
            polars.col("cds").clip(0, 10).cast(str).alias("item"),
            polars.col("date").cast(polars.Datetime("us")).alias("time"),
            polars.col("amount").alias("value"),
            polars.col("date").cast(str).alias("basket"),
        )
    table = polars.read_parquet(DATA / "online_retail.parquet")
    bought = polars.col("quantity") > 0
    return table.filter(
        bought & (polars.col("unit_price") > 0) & polars.col("customer_id").is_not_null()
    ).select(
        polars.col("customer_id").alias("who"),
        polars.col("stock_code").alias("item"),
        polars.col("invoice_date").cast(polars.Datetime("us")).alias("time"),
        (polars.col("quantity") * polars.col("unit_price")).alias("value"),
        polars.col("invoice").alias("basket"),
    )


def read(name: str) -> tuple[polars.DataFrame, np.ndarray, limn.EventLog, datetime.datetime]:
    """The four numbers of each user before the cut, who came back, the log, the cut."""
    table = purchases(name).sort("who", "time", "item")
    cut, end = (datetime.datetime.fromisoformat(day) for day in CUTS[name])
    time = polars.col("time")
    before = table.filter(time < cut)
    after = table.filter((time >= cut) & (time < end + datetime.timedelta(days=1)))
    log = limn.EventLog.from_table(before, user="who", item="item", time="time", value="value")
    back = set(after["who"].to_list())
    label = np.array([int(who) in back for who in log.users])
    numbers = before.group_by("who").agg(
        (cut - time.max()).dt.total_seconds().alias("r"),
        polars.col("basket").n_unique().alias("f"),
        polars.col("value").sum().alias("m"),
        (cut - time.min()).dt.total_seconds().alias("age"),
    )
    return numbers, label, log, cut


def rfm(numbers: polars.DataFrame, log: limn.EventLog) -> np.ndarray:
    """Logs of the four numbers, rows in the order of log.users."""
    row = {who: i for i, who in enumerate(numbers["who"])}
    order = [row[int(who)] for who in log.users]
    x = numbers.select("r", "f", "m", "age").to_numpy().astype(float)[order]
    return np.log1p(np.maximum(x, 0.0))


def auc(x: np.ndarray, label: np.ndarray) -> float:
    score = np.zeros(len(label))
    for learn, test in StratifiedKFold(5, shuffle=True, random_state=0).split(x, label):
        model = make_pipeline(
            StandardScaler(),
            LogisticRegressionCV(Cs=np.logspace(-4, 1, 6), scoring="roc_auc", max_iter=1000),
        )
        score[test] = model.fit(x[learn], label[learn]).predict_proba(x[test])[:, 1]
    return float(roc_auc_score(label, score))


def aggregates(log: limn.EventLog, cut: datetime.datetime) -> np.ndarray:
    """limn's own columns of behaviour, as of the cut."""
    made = limn.features
    parts = [
        kind().fit(log).transform(log, as_of=cut)
        for kind in (made.Rfm, made.Windows, made.Cadence, made.Sessions)
    ]
    x = np.hstack(parts)
    x = np.sign(x) * np.log1p(np.abs(x))
    return np.nan_to_num(x)


def shop(name: str, seeds: int) -> list[str]:
    numbers, label, log, cut = read(name)
    plain, columns = rfm(numbers, log), aggregates(log, cut)
    rows: dict[str, list[float]] = {}
    rows["RFM, logs of four numbers"] = [auc(plain, label)]
    rows["limn's columns of behaviour"] = [auc(np.hstack([plain, columns]), label)]
    for seed in range(seeds):
        encoder = limn.encoder.EventEncoder(
            width=32, epochs=20, random_state=seed, learning_rate=3e-3
        ).fit(log)
        told = encoder.embed(log)
        rows.setdefault("embedding", []).append(auc(told, label))
        rows.setdefault("embedding and RFM", []).append(auc(np.hstack([plain, told]), label))
        rows.setdefault("embedding, RFM and columns", []).append(
            auc(np.hstack([plain, columns, told]), label)
        )
    out = [
        f"## {name}: {len(label):,} users, {log.n_events:,} events, {label.mean():.1%} come back",
        "",
        "| what is known | AUC |",
        "|---|---|",
    ]
    for what, found in rows.items():
        each = f" ({', '.join(f'{v:.4f}' for v in found)})" if len(found) > 1 else ""
        out.append(f"| {what} | {np.mean(found):.4f}{each} |")
    return [*out, f"| to beat | {BARS[name]:.4f} |", ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shops", nargs="*", default=["retail", "cdnow"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore", FutureWarning)  # of scikit-learn, about its next versions
    lines = ["# Who buys again?", ""]
    for name in options.shops:
        lines += shop(name, options.seeds)
    print("\n".join(lines))
    if options.write:
        options.write.write_text("\n".join(lines))


if __name__ == "__main__":
    main()
