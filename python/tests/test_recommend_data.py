# SPDX-License-Identifier: MIT
"""MovieLens 1M: what counting reaches, the numbers every learned model is judged against."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import limn

FILE = Path(os.environ.get("LIMN_DATA_DIR", "")) / "sequences" / "ml1m_sequences.csv.gz"
needs_data = pytest.mark.skipif(
    "LIMN_DATA_DIR" not in os.environ or not FILE.is_file(),
    reason="set LIMN_DATA_DIR to the folder that holds sequences/ml1m_sequences.csv.gz",
)


@pytest.fixture(scope="module")
def parts() -> tuple[limn.EventLog, limn.EventLog, list[Any]]:
    """Leave one out: events learnt from, events answered from, the last item of each user."""
    log = limn.EventLog.from_csv(FILE, user="user", item="item", time="pos", time_unit="order")
    train, valid, test = limn.data.leave_one_out(log)
    context, last = train.append(valid), test.to_table()
    wanted = dict(zip(last["user"], last["item"], strict=True))
    return train, context, [wanted[user] for user in context.users]


def ndcg(recommender: Any, parts: Any) -> float:
    """Of the full ranking: all items but those of the context; ties count against the model."""
    train, context, wanted = parts
    items, scores = recommender.fit(train).recommend(context, k=10, exclude_seen=True)
    said = limn.evaluate.ranking(items, wanted, k=10, scores=scores)
    assert said["n_users"] == 6040
    return said["ndcg"]


@needs_data
def test_popular(parts: Any) -> None:
    assert ndcg(limn.recommend.Popular(), parts) == pytest.approx(0.0180, abs=0.0002)


@needs_data
def test_transitions(parts: Any) -> None:
    assert 0.149 <= ndcg(limn.recommend.Transitions(), parts) <= 0.152
