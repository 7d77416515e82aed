# SPDX-License-Identifier: MIT
"""
Logs cut into parts.
"""
from __future__ import annotations
import limn._limn
import typing
__all__: list[str] = ['leave_one_out', 'summary', 'time_split', 'user_folds', 'user_holdout']
def leave_one_out(log: limn._limn.EventLog) -> tuple[limn._limn.EventLog, limn._limn.EventLog, limn._limn.EventLog]:
    """
    Train: all but the last two events of each user; valid: the last but one; test: the last. Users with fewer than three events stay whole in train. All parts know all users and items.
    """
def summary(log: limn._limn.EventLog) -> str:
    """
    Users, items, events and fingerprint of a log, to name a split by.
    """
def time_split(log: limn._limn.EventLog, at: typing.Any) -> tuple[limn._limn.EventLog, limn._limn.EventLog]:
    """
    The events strictly before `at` (datetime, numpy.datetime64, ISO text or integer microseconds), and those from then on.
    """
def user_folds(log: limn._limn.EventLog, n_folds: int = 5, random_state: int = 0) -> list[tuple[limn._limn.EventLog, limn._limn.EventLog]]:
    """
    (train, test) logs of each fold; no user is in both.
    """
def user_holdout(log: limn._limn.EventLog, n_last: int = 1) -> tuple[limn._limn.EventLog, limn._limn.EventLog]:
    """
    All but the last n_last events of each user, and those.
    """
