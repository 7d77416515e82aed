# SPDX-License-Identifier: MIT
"""
What does a history say, in numbers?
"""
from __future__ import annotations
import inspect
import limn._limn
import numpy
import numpy.typing
import typing
__all__: list[str] = ['Cadence', 'Calendar', 'FalseDiscovery', 'Hashing', 'Interests', 'KBins', 'MinMax', 'MutualInformation', 'OneHot', 'Ordinal', 'Pca', 'PriceSensitivity', 'Quantile', 'Rfm', 'Robust', 'Sessions', 'Standard', 'Target', 'Variance', 'Windows', 'Woe', 'false_discovery_control']
class Rfm(limn._limn.Component):
    """
    Recency, frequency, monetary value: the oldest and still the strongest summary of a customer.
    
    Choose it first, for any log; add Windows for change over time and Cadence for rhythm.
    Out: one row a user, columns of `feature_names()`. An event of negative value is a return: it
    lowers the sum, is counted apart, and neither makes an active day nor enters the mean. Users
    without events: counts and sum 0, all else missing. A log without values: sum, mean, returns and
    m_score are missing. A log without a clock: days and r_score are missing, each event is a day.
    Scores run from 1 to n_levels (best) by the quantiles of the users seen at fit.
    Cost: one pass over the events.
    Source: Hughes (1994), Strategic Database Marketing; Fader, Hardie, Lee (2005), RFM and CLV.
    Differs: both recencies are given, "days since the last" and "age at the last".
    
    Parameters
    ----------
    types : list[str], default []
        event types that count; empty = all
    n_levels : int, default 5
        steps of each score; 5 = quintiles (in [2, 100])
    utc_offset_hours : float, default 0.0
        hours that local days are ahead of UTC (in [-14, 14])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, types: list[str] = [], n_levels: int = 5, utc_offset_hours: float = 0.0) -> None:
        """
        Parameters
        ----------
        types : list[str], default []
            event types that count; empty = all
        n_levels : int, default 5
            steps of each score; 5 = quintiles (in [2, 100])
        utc_offset_hours : float, default 0.0
            hours that local days are ahead of UTC (in [-14, 14])
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Rfm:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Rfm:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class Windows(limn._limn.Component):
    """
    How much happened lately: counts, sums and trend in the last 7, 30 and 90 days.
    
    Choose it where behaviour changes (churn, fraud, demand); prefer Rfm for the whole life.
    Out: for each window of w days, over [as_of - w, as_of): count, value_sum (returns lower it),
    distinct_items, active_days, and trend = (count - count in the w days before) / their sum, in
    [-1, 1]; a user younger than w rises. Users without events: 0, trend missing (as is any trend of
    0 and 0). A log without values: value_sum is missing. A log without a clock: a window is the
    user's last w events, and active_days is missing.
    Cost: one pass over the events of the longest window and, for the items, a sort of them.
    Source: the usual practice; windows are exclusive at as_of and inclusive at their start.
    Differs: the trend is bounded, so that one event after none does not weigh like many.
    
    Parameters
    ----------
    days : list[float], default [7.0, 30.0, 90.0]
        length of each window in days, rising (in (0, 36525])
    types : list[str], default []
        event types that count; empty = all
    utc_offset_hours : float, default 0.0
        hours that local days are ahead of UTC (in [-14, 14])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, days: list[float] = [7.0, 30.0, 90.0], types: list[str] = [], utc_offset_hours: float = 0.0) -> None:
        """
        Parameters
        ----------
        days : list[float], default [7.0, 30.0, 90.0]
            length of each window in days, rising (in (0, 36525])
        types : list[str], default []
            event types that count; empty = all
        utc_offset_hours : float, default 0.0
            hours that local days are ahead of UTC (in [-14, 14])
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Windows:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Windows:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class Cadence(limn._limn.Component):
    """
    The rhythm of a user: how long between visits, how regular, and is the next one overdue?
    
    Choose it for returning customers and churn; prefer Sessions for what happens inside a visit.
    A visit is a run of events no more than merge_minutes apart (the lines of one basket); a gap is
    the days from the start of a visit to the start of the next.
    Out: n_visits, mean_gap_days, median_gap_days, std_gap_days (of n gaps, over n), cv = std /
    mean, regularity = share of gaps within half of the median from it, burstiness = (cv - 1) / (cv
    + 1)
    (-1 clockwork, 0 chance, 1 bursts), days_since_last = from the start of the last visit, overdue
    = that / the user's median gap (the median over users at fit where he has none yet). Users
    without events: n_visits 0, all else missing; with one visit: gap columns missing. A log without
    a clock: each event is a visit, all else missing. Cost: one pass, O(gaps) for the median.
    Source: Goh, Barabasi (2008), Burstiness and memory in complex systems.
    Differs: regularity is counted around the median, so that one long holiday does not undo it.
    
    Parameters
    ----------
    merge_minutes : float, default 30.0
        events at most this many minutes apart are one visit (in [0, 1e+06])
    types : list[str], default []
        event types that count; empty = all
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, merge_minutes: float = 30.0, types: list[str] = []) -> None:
        """
        Parameters
        ----------
        merge_minutes : float, default 30.0
            events at most this many minutes apart are one visit (in [0, 1e+06])
        types : list[str], default []
            event types that count; empty = all
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Cadence:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Cadence:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class Calendar(limn._limn.Component):
    """
    When in the day and the week a user is active.
    
    Choose it to find working hours, evenings, weekends and night owls, and for the best moment of a
    message; prefer Cadence for how often. Times are UTC: set utc_offset_hours to the users' clock.
    Out: share of events in each part of the day (hour_00 ... by hours_per_bin) and on each weekday;
    hour_entropy and weekday_entropy (0 = always the same, 1 = evenly spread), weekend_share
    (Saturday, Sunday), night_share (from night_from to night_to), hour_cos and hour_sin (mean
    direction on the 24-hour dial; long = one hour is preferred), unusual_hours = half the summed
    distance of the hour shares from those of all events at fit (0 = as everybody, 1 = never when
    others are). Users without events, and logs without a clock: all missing. Cost: one pass.
    Source: Mardia, Jupp (1999), Directional Statistics (the dial); Shannon (1948).
    Differs: nothing.
    
    Parameters
    ----------
    hours_per_bin : int, default 1
        hours of each part of the day; a divisor of 24 (in [1, 24])
    utc_offset_hours : float, default 0.0
        hours that local time is ahead of UTC (in [-14, 14])
    night_from : int, default 22
        first hour of the night (in [0, 23])
    night_to : int, default 6
        first hour after the night (in [0, 23])
    types : list[str], default []
        event types that count; empty = all
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, hours_per_bin: int = 1, utc_offset_hours: float = 0.0, night_from: int = 22, night_to: int = 6, types: list[str] = []) -> None:
        """
        Parameters
        ----------
        hours_per_bin : int, default 1
            hours of each part of the day; a divisor of 24 (in [1, 24])
        utc_offset_hours : float, default 0.0
            hours that local time is ahead of UTC (in [-14, 14])
        night_from : int, default 22
            first hour of the night (in [0, 23])
        night_to : int, default 6
            first hour after the night (in [0, 23])
        types : list[str], default []
            event types that count; empty = all
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Calendar:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Calendar:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class Interests(limn._limn.Component):
    """
    What a user likes now: shares of attention over the most common items, types or categories, with
    older events fading.
    
    Choose it for readable interests and segments; prefer an encoder's embedding for prediction.
    An event counts 0.5^(age / half_life_days), times its value with weight "value" (returns count
    nothing). The topics shown are the n_topics with most users at fit (ties: first seen first).
    Out: the share of each topic (`interests.item.<id>`, `interests.type.<id>` or
    `interests.category.<id>`), other = the rest, so that shares sum to 1; entropy in bits over all
    topics the user touched, n_topics = how many, repeat_share = events whose topic was not new to
    the user. Users without events: n_topics 0, all else missing; likewise shares where no event has
    weight. A log without a clock: an event counts by its place from the end, the half-life being in
    events. Cost: one pass over the events; memory: one number a topic and thread.
    Source: Ding, Li (2005), Time weight collaborative filtering.
    Differs: ages are taken from the user's last event; shares are the same, and never
    underflow.
    
    Parameters
    ----------
    by : str, default 'item'
        what a topic is: the item (or its category) or the event type (one of item, type)
    n_topics : int, default 20
        topics with a column of their own (in [1, 1e+05])
    half_life_days : float, default 30.0
        days after which an event counts half (above 0)
    weight : str, default 'event'
        what an event counts: 1 or its value (one of event, value)
    types : list[str], default []
        event types that count; empty = all
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, by: str = 'item', n_topics: int = 20, half_life_days: float = 30.0, weight: str = 'event', types: list[str] = []) -> None:
        """
        Parameters
        ----------
        by : str, default 'item'
            what a topic is: the item (or its category) or the event type (one of item, type)
        n_topics : int, default 20
            topics with a column of their own (in [1, 1e+05])
        half_life_days : float, default 30.0
            days after which an event counts half (above 0)
        weight : str, default 'event'
            what an event counts: 1 or its value (one of event, value)
        types : list[str], default []
            event types that count; empty = all
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Interests:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Interests:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class PriceSensitivity(limn._limn.Component):
    """
    Does a user wait for a discount, and does he buy at the cheap or the dear end?
    
    Choose it where the value of an event is the price of its item (a line total mixes price and
    quantity); prefer Rfm for how much is spent. Values of 0 and below (gifts, returns) are left
    out. An item's typical price is its median at fit, known from min_prices prices on. Out:
    n_priced, median_paid, relative_price = median of paid / typical, discount_share = share paid at
    least `discount` below typical, premium_share = at least that much above, price_percentile =
    mean place in [0, 1] of the items bought among all purchases at fit, by typical price, spread =
    (3rd - 1st quartile) / median of what was paid. Users without a price: n_priced 0, all else
    missing; where no item bought has a typical price, the columns that need it are missing. A log
    without values: all missing. Cost: one pass, O(n) for medians.
    Source: Blattberg, Neslin (1990), Sales Promotion (deal proneness).
    Differs: learnt from prices paid alone; no list of promotions is needed.
    
    Parameters
    ----------
    discount : float, default 0.05
        share below typical from which a price is a discount (in (0, 1))
    min_prices : int, default 3
        prices from which an item has a typical one (at least 1)
    types : list[str], default []
        event types that count; empty = all
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, discount: float = 0.05, min_prices: int = 3, types: list[str] = []) -> None:
        """
        Parameters
        ----------
        discount : float, default 0.05
            share below typical from which a price is a discount (in (0, 1))
        min_prices : int, default 3
            prices from which an item has a typical one (at least 1)
        types : list[str], default []
            event types that count; empty = all
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> PriceSensitivity:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> PriceSensitivity:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class Sessions(limn._limn.Component):
    """
    How a user visits: number, size and length of sessions.
    
    Choose it for click and view logs; prefer Cadence for the time between visits. A session ends
    when nothing happens for more than gap_minutes.
    Out: n_sessions, events_per_session, minutes_per_session (from first to last event, so 0 for a
    single one), longest_minutes, items_per_session (distinct), single_event_share, per_week (over
    the weeks since the first event, at least one). Users without events: n_sessions 0, all else
    missing. A log without a clock: all missing. Cost: one pass and a sort of each session's items.
    Source: Catledge, Pitkow (1995), Characterizing browsing strategies (the idle gap).
    Differs: 30 minutes, today's usage, instead of 25.5.
    
    Parameters
    ----------
    gap_minutes : float, default 30.0
        idle minutes after which a session has ended (in [0, 1e+06])
    types : list[str], default []
        event types that count; empty = all
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, gap_minutes: float = 30.0, types: list[str] = []) -> None:
        """
        Parameters
        ----------
        gap_minutes : float, default 30.0
            idle minutes after which a session has ended (in [0, 1e+06])
        types : list[str], default []
            event types that count; empty = all
        """
    def fit(self, log: limn._limn.EventLog, y: typing.Any = None) -> Sessions:
        """
        Learns from an EventLog; forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, log: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(log), then transform(log).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Sessions:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, log: limn._limn.EventLog, as_of: typing.Any = None) -> typing.Any:
        """
        One row a user in the order of log.users, from the events strictly before `as_of` (datetime, numpy.datetime64, ISO text or microseconds; None: all).
        """
class Standard(limn._limn.Component):
    """
    Scales each column to mean 0 and standard deviation 1.
    
    Choose it for linear models, distances and clustering on columns without wild values; prefer
    Robust with heavy tails, Quantile when only ranks matter.
    Shapes: x (n, d) -> (n, d), float tables stay float. Missing cells are left out at fit and stay
    missing. A constant column is only moved to 0; a column without any value at fit passes as it
    is. Cost: two passes at fit, one at transform; same bits for any number of threads.
    Source: Chan, Golub, LeVeque (1979), Updating Formulae and a Pairwise Algorithm.
    Differs: the deviation divides by n, as in scikit-learn's StandardScaler.
    
    Parameters
    ----------
    with_mean : bool, default True
        move the mean to 0
    with_std : bool, default True
        divide by the standard deviation
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, with_mean: bool = True, with_std: bool = True) -> None:
        """
        Parameters
        ----------
        with_mean : bool, default True
            move the mean to 0
        with_std : bool, default True
            divide by the standard deviation
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Standard:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> Standard:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def mean_(self) -> typing.Any:
        """
        mean of each column, (d,) (after fit)
        """
    @property
    def scale_(self) -> typing.Any:
        """
        divisor of each column, (d,) (after fit)
        """
class Robust(limn._limn.Component):
    """
    Scales each column to median 0 and a distance of 1 between two quantiles (the quartiles).
    
    Choose it for amounts and counts with heavy tails, where a few wild values would set the scale
    of Standard; prefer Quantile when even the shape of the tail should not matter. Shapes: x (n, d)
    -> (n, d). Missing cells are left out at fit and stay missing. A column whose two quantiles are
    equal is only moved; a column without any value at fit passes as it is. Cost: one pass at fit,
    which counts what a sample has set aside, one at transform.
    Source: Huber (1981), Robust Statistics, chapter 5; quantiles by linear interpolation.
    Differs: nothing.
    
    Parameters
    ----------
    with_centering : bool, default True
        move the median to 0
    with_scaling : bool, default True
        divide by the distance of the quantiles
    quantile_range : list[float], default [25.0, 75.0]
        the two quantiles, in percent, rising (in [0, 100])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, with_centering: bool = True, with_scaling: bool = True, quantile_range: list[float] = [25.0, 75.0]) -> None:
        """
        Parameters
        ----------
        with_centering : bool, default True
            move the median to 0
        with_scaling : bool, default True
            divide by the distance of the quantiles
        quantile_range : list[float], default [25.0, 75.0]
            the two quantiles, in percent, rising (in [0, 100])
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Robust:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> Robust:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def scale_(self) -> typing.Any:
        """
        divisor of each column, (d,) (after fit)
        """
class MinMax(limn._limn.Component):
    """
    Scales each column so that its smallest and greatest value at fit become the ends of a range.
    
    Choose it where a bounded input is asked for and the bounds are real (shares, scores); prefer
    Robust when one wild value may set them.
    Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing. A constant
    column becomes the lower end, a column without any value at fit is taken for a constant 0. New
    values may leave the range unless `clip` is set. Cost: one pass each.
    Source: Han, Kamber, Pei (2011), Data Mining: Concepts and Techniques, section 3.5.2.
    Differs: nothing.
    
    Parameters
    ----------
    feature_range : list[float], default [0.0, 1.0]
        what the smallest and greatest value become, rising (in [-1e+15, 1e+15])
    clip : bool, default False
        hold new values inside the range
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, feature_range: list[float] = [0.0, 1.0], clip: bool = False) -> None:
        """
        Parameters
        ----------
        feature_range : list[float], default [0.0, 1.0]
            what the smallest and greatest value become, rising (in [-1e+15, 1e+15])
        clip : bool, default False
            hold new values inside the range
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> MinMax:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> MinMax:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def scale_(self) -> typing.Any:
        """
        divisor of each column, (d,) (after fit)
        """
class Quantile(limn._limn.Component):
    """
    Replaces each value by its place in the column's distribution: a share in [0, 1], or the value
    a standard normal distribution has there.
    
    Choose it when a column's tail must not matter at all, or a model needs normal columns; prefer
    Robust when distances between values should survive.
    Shapes: x (n, d) -> (n, d), float tables stay float. Missing cells are left out at fit and stay
    missing. Values beyond those of fit become the ends; values repeated over many ranks get the
    middle rank. In a constant column the constant gets the middle (0.5 or 0); a column without any
    value gives the middle. Cost: one sort a column at fit, one binary search a cell at transform.
    Source: Beasley, Erickson, Allison (2009), Rank-based inverse normal transformations.
    Differs: all rows are used, no sample; constants sit in the middle.
    
    Parameters
    ----------
    n_quantiles : int, default 1000
        landmarks kept, at most one a row (in [2, 1e+06])
    output_distribution : str, default 'uniform'
        distribution of the answer (one of uniform, normal)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_quantiles: int = 1000, output_distribution: str = 'uniform') -> None:
        """
        Parameters
        ----------
        n_quantiles : int, default 1000
            landmarks kept, at most one a row (in [2, 1e+06])
        output_distribution : str, default 'uniform'
            distribution of the answer (one of uniform, normal)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Quantile:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> Quantile:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class KBins(limn._limn.Component):
    """
    Cuts each column into bins and gives the number of the bin, or one flag a bin.
    
    Choose it to let a linear model bend, to make rules readable and to group rare amounts; prefer
    Woe when there is an answer to cut for, Quantile when order within a bin matters.
    Shapes: x (n, d) -> (n, d), or (n, sum of bins) with encode = "onehot"; float tables stay float.
    Missing cells are left out at fit and stay missing (no flag is set). Values beyond those of fit
    fall into the first and last bin. Quantile and k-means bins narrower than 1e-8 (and than 1e-8 of
    the range, where that is below 1) join their neighbour; a column of one value, or of none, is
    one bin. Cost: one sort a column at fit, one binary search a cell.
    Source: Dougherty, Kohavi, Sahami (1995), Supervised and Unsupervised Discretization of
    Continuous Features; Hyndman, Fan (1996), Sample Quantiles, for the quantiles.
    Differs: all rows are used, no sample; missing cells are allowed; numbers by default.
    
    Parameters
    ----------
    n_bins : int, default 5
        bins a column (in [2, 65536])
    encode : str, default 'ordinal'
        what transform gives: the bin's number, or one flag a bin (one of ordinal, onehot)
    strategy : str, default 'quantile'
        bins of equal rows, of equal width, or around 1-d centres (one of quantile, uniform, kmeans)
    quantile_method : str, default 'averaged_inverted_cdf'
        how a quantile between two ranks is taken (one of averaged_inverted_cdf, linear)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_bins: int = 5, encode: str = 'ordinal', strategy: str = 'quantile', quantile_method: str = 'averaged_inverted_cdf') -> None:
        """
        Parameters
        ----------
        n_bins : int, default 5
            bins a column (in [2, 65536])
        encode : str, default 'ordinal'
            what transform gives: the bin's number, or one flag a bin (one of ordinal, onehot)
        strategy : str, default 'quantile'
            bins of equal rows, of equal width, or around 1-d centres (one of quantile, uniform, kmeans)
        quantile_method : str, default 'averaged_inverted_cdf'
            how a quantile between two ranks is taken (one of averaged_inverted_cdf, linear)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> KBins:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> KBins:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def bin_edges_(self) -> typing.Any:
        """
        edges of each column's bins (after fit)
        """
class OneHot(limn._limn.Component):
    """
    Gives each category (a number or code) of each column a column of its own, 1 where a row has it.
    
    Choose it for linear models and distances with up to some hundred categories; prefer Ordinal for
    trees. Rare categories can share one column: `min_frequency`, `max_categories`.
    Shapes: x (n, d) -> (n, k), k = width(). Columns stand in the order of x; within one, categories
    rise, then comes the shared column of the rare ones, then, with `missing_category`, that of
    missing cells (only for columns that had some at fit). All other cells that are missing or
    unknown give zeros; a column without any value gives no column at all.
    Cost: one sort a column at fit, one binary search a cell at transform.
    Source: Suits (1957), Use of Dummy Variables in Regression Equations.
    Differs: missing cells never count as rare; unknown ones never join them.
    
    Parameters
    ----------
    handle_unknown : str, default 'ignore'
        what happens to categories unknown at fit (one of ignore, error)
    min_frequency : int | None, default None
        rows a category needs for a column of its own (at least 1)
    max_categories : int | None, default None
        most columns for one column, that of rare categories included (at least 1)
    missing_category : bool, default False
        missing cells get a column of their own
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, handle_unknown: str = 'ignore', min_frequency: int | None = None, max_categories: int | None = None, missing_category: bool = False) -> None:
        """
        Parameters
        ----------
        handle_unknown : str, default 'ignore'
            what happens to categories unknown at fit (one of ignore, error)
        min_frequency : int | None, default None
            rows a category needs for a column of its own (at least 1)
        max_categories : int | None, default None
            most columns for one column, that of rare categories included (at least 1)
        missing_category : bool, default False
            missing cells get a column of their own
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> OneHot:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> OneHot:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Ordinal(limn._limn.Component):
    """
    Replaces each category (a number or code) by its rank 0, 1, 2 ... among those of its column.
    
    Choose it for trees, and for categories with a natural order; prefer OneHot for linear models
    and distances, which would take ranks for amounts.
    Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing; a column without
    any value knows no category. Categories unknown at fit become `unknown_value`, missing when it
    is not set, or an error. Cost: one sort a column at fit, one binary search a cell at transform.
    Source: Stevens (1946), On the Theory of Scales of Measurement, for what an order allows.
    Differs: unknown categories get a value by default.
    
    Parameters
    ----------
    handle_unknown : str, default 'use_encoded_value'
        what happens to categories unknown at fit (one of use_encoded_value, error)
    unknown_value : float | None, default -1.0
        stands for unknown categories; not set = missing (in [-1e+15, 1e+15])
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, handle_unknown: str = 'use_encoded_value', unknown_value: float | None = -1.0) -> None:
        """
        Parameters
        ----------
        handle_unknown : str, default 'use_encoded_value'
            what happens to categories unknown at fit (one of use_encoded_value, error)
        unknown_value : float | None, default -1.0
            stands for unknown categories; not set = missing (in [-1e+15, 1e+15])
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Ordinal:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> Ordinal:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Target(limn._limn.Component):
    """
    Replaces each category (a number or code) by the mean answer of its rows, drawn towards the mean
    of all: one column instead of one a category.
    
    Choose it for columns of many categories (cities, items); prefer OneHot for few, Woe for a score
    card. A row's own answer must not sit in its own feature: encode the rows you train on with
    fit_transform, which takes each row's encoding from the other folds.
    Shapes: x (n, d), y (n) numbers or 0/1 -> (n, d), never missing. Missing cells are a category of
    their own; categories unknown at fit get the mean of all. Cost: one sort a column at fit, one
    binary search a cell.
    Source: Micci-Barreca (2001), A Preprocessing Scheme for High-Cardinality Categorical
    Attributes (equations 3 to 7).
    Differs: nothing; the numbers are those of scikit-learn's TargetEncoder on the same folds.
    
    Parameters
    ----------
    smooth : float | None, default None
        rows of the overall mean added to each category; not set = by the variances (at least 0)
    cv : int, default 5
        folds of fit_transform (in [2, 1000])
    shuffle : bool, default True
        rows go to folds by chance; off: in blocks, as they lie
    random_state : int, default 0
        seed of the folds (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, smooth: float | None = None, cv: int = 5, shuffle: bool = True, random_state: int = 0) -> None:
        """
        Parameters
        ----------
        smooth : float | None, default None
            rows of the overall mean added to each category; not set = by the variances (at least 0)
        cv : int, default 5
            folds of fit_transform (in [2, 1000])
        shuffle : bool, default True
            rows go to folds by chance; off: in blocks, as they lie
        random_state : int, default 0
            seed of the folds (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> Target:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any) -> typing.Any:
        """
        fit(X, y), and the rows of X each transformed by what the other folds say: not the same as fit, then transform, which would show each row its own answer.
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Target:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def target_mean_(self) -> typing.Any:
        """
        mean answer of all rows (after fit)
        """
class Woe(limn._limn.Component):
    """
    Cuts each column into bins that tell yes from no best, and replaces a cell by its bin's weight
    of evidence: log((share of all 0s in the bin) / (share of all 1s in the bin)).
    
    Choose it for score cards and other linear models of a yes/no answer: curves, wild values,
    categories and gaps all become one readable column; prefer Target for amounts. iv() says how
    much a column tells (below 0.02 nothing, above 0.5 suspiciously much).
    Shapes: x (n, d), y (n) of 0 and 1 -> (n, d), never missing. Numbers: a tree of at most
    max_prebins leaves gives the candidates; those of one class alone join the next first, unless
    that loses more than a tenth of the information value. The cuts kept have the greatest one of
    all between candidates that keep to `monotonic`, max_n_bins and min_bin_size (dynamic
    programming, exact). Categories are put in order of their share of 1s first. Missing
    cells are a bin of their own, 0 when there were none at fit; categories unknown at fit get 0.
    Every bin holds 0s and 1s: a column that cannot be cut so is one bin, worth 0. Cost: one sort a
    column, p^3 steps for p candidates.
    Source: Siddiqi (2006), Credit Risk Scorecards; Navas-Palencia (2020), Optimal binning:
    mathematical programming formulation.
    Differs: monotonic = "auto" is the better of rising and falling; no peaks and valleys;
    leaves of one class stay candidates where much hangs on them, so that a nearly perfect column is
    cut.
    
    Parameters
    ----------
    monotonic : str, default 'auto'
        how the share of 1s may go from bin to bin (one of auto, none, rising, falling)
    max_n_bins : int | None, default None
        most bins of a column, missing not counted (at least 1)
    max_prebins : int, default 20
        candidates the bins are joined from (in [2, 200])
    min_bin_size : float, default 0.05
        share of the rows a bin needs (in [0, 0.5])
    categorical : list[float], default []
        columns of category codes (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, monotonic: str = 'auto', max_n_bins: int | None = None, max_prebins: int = 20, min_bin_size: float = 0.05, categorical: list[float] = []) -> None:
        """
        Parameters
        ----------
        monotonic : str, default 'auto'
            how the share of 1s may go from bin to bin (one of auto, none, rising, falling)
        max_n_bins : int | None, default None
            most bins of a column, missing not counted (at least 1)
        max_prebins : int, default 20
            candidates the bins are joined from (in [2, 200])
        min_bin_size : float, default 0.05
            share of the rows a bin needs (in [0, 0.5])
        categorical : list[float], default []
            columns of category codes (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> Woe:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Woe:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def bin_edges_(self) -> typing.Any:
        """
        edges of each column's bins (after fit)
        """
    @property
    def iv_(self) -> typing.Any:
        """
        information value of each column, (d,) (after fit)
        """
    @property
    def woe_(self) -> typing.Any:
        """
        weight of evidence of each column's bins, missing last (after fit)
        """
class Hashing(limn._limn.Component):
    """
    Spreads columns and categories over a fixed number of output columns by a hash of their names:
    nothing is learnt but the names of the columns, and no category is ever unknown.
    
    Choose it for columns of very many or ever new categories; prefer OneHot when columns must be
    read, Target when there is an answer. Two names may share a column; with alternate_sign they
    cancel on average instead of adding up.
    Shapes: x (n, d) -> (n, n_features). A category column adds +-1 at the hash of "name=word" (of
    "name=code" where words are not known), a number adds +- itself at the hash of "name"; names are
    "x0", "x1" ... where columns have none. Missing cells add nothing. Cost: one hash a category
    and column, one addition a cell.
    Source: Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), Feature Hashing for Large
    Scale Multitask Learning; hash: MurmurHash3_x86_32, seed 0.
    Differs: nothing; columns are those of scikit-learn's FeatureHasher of {name: value}.
    
    Parameters
    ----------
    n_features : int, default 256
        output columns (in [1, 1048576])
    alternate_sign : bool, default True
        the hash also chooses the sign, so that collisions cancel on average
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_features: int = 256, alternate_sign: bool = True) -> None:
        """
        Parameters
        ----------
        n_features : int, default 256
            output columns (in [1, 1048576])
        alternate_sign : bool, default True
            the hash also chooses the sign, so that collisions cancel on average
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Hashing:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Hashing:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
class Pca(limn._limn.Component):
    """
    Turns the axes so that few columns carry most of the variance, and keeps those.
    
    Choose it for many correlated columns before distances, clusters or plots; scale the columns
    before (Standard), or the largest unit decides. Prefer a selector when columns must keep their
    meaning. Shapes: x (n, d) without missing values, n >= 2 -> (n, k). whiten makes every new
    column's variance 1 (columns without variance stay 0).
    Signs: the entry of each axis that is greatest in size is positive, as in scikit-learn.
    Cost: n d^2 + d^3, or n^2 d + n^3 for wide tables; "randomized" n d k for k of many columns
    ("auto" takes it when the smaller side exceeds 1,000 and k is below a tenth of it).
    Source: Pearson (1901), On Lines and Planes of Closest Fit; Halko, Martinsson, Tropp (2011),
    Finding Structure with Randomness.
    Differs: by the covariance in double precision: axes of relative variance below 1e-15 are
    noise.
    
    Parameters
    ----------
    n_components : int | None, default None
        columns kept; not set = the smaller of n and d (at least 1)
    whiten : bool, default False
        scale each new column to variance 1
    svd_solver : str, default 'auto'
        how the axes are found (one of auto, full, randomized)
    random_state : int, default 0
        seed of svd_solver = randomized (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, n_components: int | None = None, whiten: bool = False, svd_solver: str = 'auto', random_state: int = 0) -> None:
        """
        Parameters
        ----------
        n_components : int | None, default None
            columns kept; not set = the smaller of n and d (at least 1)
        whiten : bool, default False
            scale each new column to variance 1
        svd_solver : str, default 'auto'
            how the axes are found (one of auto, full, randomized)
        random_state : int, default 0
            seed of svd_solver = randomized (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Pca:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def inverse_transform(self, X: typing.Any) -> typing.Any:
        """
        Transformed rows in their first units, (n, d).
        """
    def set_output(self, *, transform: str | None = None) -> Pca:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def components_(self) -> typing.Any:
        """
        the axes, (k, d) (after fit)
        """
    @property
    def explained_variance_(self) -> typing.Any:
        """
        variance along each axis, (k,) (after fit)
        """
    @property
    def explained_variance_ratio_(self) -> typing.Any:
        """
        share of the variance along each axis, (k,) (after fit)
        """
    @property
    def mean_(self) -> typing.Any:
        """
        mean of each column, (d,) (after fit)
        """
class Variance(limn._limn.Component):
    """
    Keeps the columns that vary: those whose variance is above a threshold.
    
    Choose it first of all selectors, to drop constants and near-constants; it needs no answer.
    Prefer MutualInformation when there is one. The threshold is in squared units of the column.
    Shapes: x (n, d) -> (n, k). Missing cells are left out; a column without any value is dropped.
    Cost: two passes.
    Source: Chan, Golub, LeVeque (1979), Updating Formulae and a Pairwise Algorithm.
    Differs: that nothing varies is an answer, not an error: then no column is kept.
    
    Parameters
    ----------
    threshold : float, default 0.0
        variance that a column must exceed, in squared units (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, threshold: float = 0.0) -> None:
        """
        Parameters
        ----------
        threshold : float, default 0.0
            variance that a column must exceed, in squared units (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any = None) -> Variance:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any = None) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> Variance:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def support_(self) -> typing.Any:
        """
        True where a column is kept, (d,) (after fit)
        """
    @property
    def variances_(self) -> typing.Any:
        """
        variance of each column, (d,) (after fit)
        """
class MutualInformation(limn._limn.Component):
    """
    Keeps the columns that tell most about an answer, by mutual information: any kind of dependence
    counts, not only straight lines.
    
    Choose it to cut a wide table before a model; each column is judged alone, so two copies of a
    good column both stay (filter.Correlated drops one). Prefer FalseDiscovery when what is kept
    must hold up to chance, Variance when there is no answer.
    Shapes: x (n, d), y (n) numbers or classes -> (n, k). Rows whose cell is missing do not count
    for that column; categories are the columns that data::FrameView calls so and those of option
    `categorical`. Scores are in nats, at least 0. Cost: n log n a column. Same bits for any number
    of threads.
    Source: Kraskov, Stoegbauer and Grassberger (2004), Estimating mutual information, for two
    numbers; Ross (2014), Mutual Information between Discrete and Continuous Data Sets, for a number
    and a class; shares for two categories.
    Differs: nothing; the numbers are those of scikit-learn's mutual_info_classif and
    mutual_info_regression but for the noise of 1e-10 that parts equal values, drawn by
    random_state.
    
    Parameters
    ----------
    k : int | None, default None
        columns kept, those of the highest score; None: all above threshold (at least 1)
    threshold : float, default 0.0
        score in nats that a column must exceed (at least 0)
    n_neighbors : int, default 3
        neighbours of the estimate: more = less spread, more bias (in [1, 1000])
    target : str, default 'auto'
        what the answer is; auto: classes when all are whole numbers of at most 20 kinds (one of auto, classes, numbers)
    categorical : list[float], default []
        columns of categories, beside those the table itself calls so (at least 0)
    random_state : int, default 0
        seed of the noise that parts equal values (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, k: int | None = None, threshold: float = 0.0, n_neighbors: int = 3, target: str = 'auto', categorical: list[float] = [], random_state: int = 0) -> None:
        """
        Parameters
        ----------
        k : int | None, default None
            columns kept, those of the highest score; None: all above threshold (at least 1)
        threshold : float, default 0.0
            score in nats that a column must exceed (at least 0)
        n_neighbors : int, default 3
            neighbours of the estimate: more = less spread, more bias (in [1, 1000])
        target : str, default 'auto'
            what the answer is; auto: classes when all are whole numbers of at most 20 kinds (one of auto, classes, numbers)
        categorical : list[float], default []
            columns of categories, beside those the table itself calls so (at least 0)
        random_state : int, default 0
            seed of the noise that parts equal values (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> MutualInformation:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> MutualInformation:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def scores_(self) -> typing.Any:
        """
        how much each column tells about the answer, (d,) (after fit)
        """
    @property
    def support_(self) -> typing.Any:
        """
        True where a column is kept, (d,) (after fit)
        """
class FalseDiscovery(limn._limn.Component):
    """
    Keeps the columns whose link with an answer is more than chance, with the share of mistakes
    among the kept ones held below alpha.
    
    Choose it when many columns are tried and few may matter. Prefer MutualInformation for
    dependence of any shape: here numbers are tested by a straight line or by means of groups.
    Tests: a number and classes, F of the analysis of variance; two numbers, F of the correlation; a
    category and a number, F of the number by category; two categories, chi squared of their table.
    Shapes: x (n, d), y (n) numbers or classes -> (n, k). Rows whose cell is missing do not count
    for that column; a column that says nothing (constant, too few rows) has p = 1. Categories are
    the columns that data::FrameView calls so and those of option `categorical`. Cost: n log n a
    column. Same bits for any number of threads.
    Source: Benjamini and Hochberg (1995); Benjamini and Yekutieli (2001).
    Differs: nothing; p-values are those of scikit-learn's f_classif and f_regression and of
    SciPy's chi2_contingency without correction.
    
    Parameters
    ----------
    alpha : float, default 0.05
        share of mistakes among the kept columns, on average (in [0, 1])
    method : str, default 'bh'
        bh: tests independent or rising together (Benjamini-Hochberg); by: any (Benjamini-Yekutieli) (one of bh, by)
    target : str, default 'auto'
        what the answer is; auto: classes when all are whole numbers of at most 20 kinds (one of auto, classes, numbers)
    categorical : list[float], default []
        columns of categories, beside those the table itself calls so (at least 0)
    """
    __signature__: typing.ClassVar[inspect.Signature]
    def __init__(self, *, alpha: float = 0.05, method: str = 'bh', target: str = 'auto', categorical: list[float] = []) -> None:
        """
        Parameters
        ----------
        alpha : float, default 0.05
            share of mistakes among the kept columns, on average (in [0, 1])
        method : str, default 'bh'
            bh: tests independent or rising together (Benjamini-Hochberg); by: any (Benjamini-Yekutieli) (one of bh, by)
        target : str, default 'auto'
            what the answer is; auto: classes when all are whole numbers of at most 20 kinds (one of auto, classes, numbers)
        categorical : list[float], default []
            columns of categories, beside those the table itself calls so (at least 0)
        """
    def fit(self, X: typing.Any, y: typing.Any) -> FalseDiscovery:
        """
        Learns from X (n, d); forgets whatever it knew before. An error or Ctrl-C leaves the object as it was.
        """
    def fit_transform(self, X: typing.Any, y: typing.Any) -> typing.Any:
        """
        fit(X), then transform(X).
        """
    def get_feature_names_out(self, input_features: typing.Any = None) -> numpy.typing.NDArray[numpy.object_]:
        """
        Names of the columns transform gives.
        """
    def set_output(self, *, transform: str | None = None) -> FalseDiscovery:
        """
        What transform returns: "default" (numpy), "pandas", "polars", "arrow", or "input" (the kind of table that came in).
        """
    def transform(self, X: typing.Any) -> typing.Any:
        """
        X changed by what was learned, (n, k).
        """
    @property
    def adjusted_pvalues_(self) -> typing.Any:
        """
        the same, raised for all columns having been tried, (d,) (after fit)
        """
    @property
    def pvalues_(self) -> typing.Any:
        """
        chance of such a score without any link, (d,) (after fit)
        """
    @property
    def scores_(self) -> typing.Any:
        """
        how much each column tells about the answer, (d,) (after fit)
        """
    @property
    def support_(self) -> typing.Any:
        """
        True where a column is kept, (d,) (after fit)
        """
def false_discovery_control(ps: typing.Any, method: str = 'bh') -> numpy.typing.NDArray[numpy.float64]:
    """
    p-values raised so that keeping those at or below alpha makes at most a share alpha of what is kept a mistake, on average, (n,): 'bh' (Benjamini-Hochberg) for tests that are independent or rise together, 'by' (Benjamini-Yekutieli) for any.
    """
