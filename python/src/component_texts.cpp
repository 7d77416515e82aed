// SPDX-License-Identifier: MIT
// Made by python/component_texts.py from the class comments.
#include "texts.hpp"

namespace limn::python {

const char* component_text(std::string_view name) {
  // clang-format off
  if (name == "cluster.kmeans") return R"text(Splits rows into n_clusters groups around their means, so that the squared distances to them are
small.

Choose it first for segments of users: fast at any size, one centre to show for each segment,
and new users are placed in a microsecond. Scale the columns before (features.Standard,
features.Quantile): distance means nothing between days and money. Prefer a mixture for groups
of unequal spread, a density method for odd shapes and noise.
Shapes: x (n, d) of double or float, read in place; no missing values. Needs n >= n_clusters
rows. Float tables are compared in single precision; sums, centres and inertia are always
double. A cluster that runs empty takes the row farthest from its own centre. Cost: n *
n_clusters * d for each of up to max_iter rounds. Same bits for any number of threads.
Source: Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007),
k-means++; Sculley (2010), Web-scale k-means clustering (partial_fit).
Differs: the start tries 2 + ln k candidates a step and keeps the best; centres can be
frozen, so that segment numbers keep their meaning while users come and go.
)text";
  // clang-format on
  // clang-format off
  if (name == "cluster.naming") return R"text(Says what the segments of a clustering are, in numbers and words: size, share, what each feature
is lifted by, a rule of at most three conditions with how much it covers and how often it is
right, and a name of its own in English and Chinese.

Choose it when people are to work with segments; prefer explain for the reasons of one user.
Shapes: x (n, d) in the caller's own units (not the scaled table the clusterer saw), y (n)
labels 0, 1, 2 ..., negative = in no segment. Missing cells meet no condition but "is missing".
Columns that data::FrameView calls categories are spoken of level by level. Words come from the
features that separate a segment from the rest most clearly; names of limn.features have words
of their own, others read "with high X" (X偏高). Cost: n log n per column; the rules are sought
on at most 20,000 rows. Same bits for any number of threads.
Source: Clark and Niblett (1989), The CN2 Induction Algorithm (beam search for rules);
effects: Cureton (1956), Rank-biserial correlation.
Differs: thresholds are quantiles rounded to what can be read; the rule is scored by F1, or
by precision at a least coverage.
)text";
  // clang-format on
  // clang-format off
  if (name == "coldstart.attributes") return R"text(Offers what people of the same kind take: popularity inside attribute cells (gender, then age
inside gender ...), each drawn towards the coarser cell around it and in the end to everybody.

Choose it for users with no events or a handful whose attributes are known: on short histories
it beats item models. Prefer recommend::Transitions from about ten events on.
Fit orders the columns by how much they help to foresee the items of every second user from
those of the others (at most 20,000 users are asked), and nests at most `depth` of them; a
column that does not help is left out. rate(cell) = (events of the cell + shrinkage *
rate(coarser cell)) / (n + shrinkage), in events. Unknown cells (NaN) are a
kind of their own; a value never seen falls back to the coarser cell.
Attributes: (n_users, d), rows in the order of log.users(). Without attributes: popularity.
Cost: fit d * depth passes over the events; an answer one pass over the items.
Source: Pazzani (1999), A Framework for Collaborative, Content-Based and Demographic
Filtering. Differs: nested cells with shrinkage, order of columns learnt.
)text";
  // clang-format on
  // clang-format off
  if (name == "coldstart.ladder") return R"text(Always answers, with whatever is known: joins popularity, attributes, similar users, transitions,
item neighbours and rungs from outside, with weights learnt for each number of known events.

Choose it wherever new users arrive; use a single recommender when all users have long histories.
Fit sets `learn_share` of the users aside, fits the rungs on the others, shows the first 0, 1,
2-3, 4-7, 8-15, 16 and more events of those set aside, and searches for each of these steps the
weights that best foresee the rest (mean NDCG@10; the mean of the weights found on two halves of
these users), once with their attributes and once without. Steps are smoothed, weights under
0.03 dropped, and the rungs then fitted on all users. Scores of a rung are divided by their sum before they are weighed; a rung
with nothing to say to a user is left out. With fewer than 10 users the weights are preset.
Attributes: (n_users, d), rows in the order of log.users(), NaN = unknown; none = rungs without.
Holds donors' histories, see SimilarUsers and `forget`.
Cost: fit about twice that of its rungs, and a minute at most for the search; an answer a few
passes over the items.
Source: Fox, Shaw (1994), Combination of Multiple Searches (CombSUM); Cella, Cesa-Bianchi
and others treat the choice by user age as learning. Differs: weights by number of known
events, learnt by showing prefixes of users set aside.
)text";
  // clang-format on
  // clang-format off
  if (name == "coldstart.pre_classify") return R"text(Guesses the segment of a user from attributes alone: probabilities learnt from known users.

Choose it to give a new user a segment before the first event; prefer the clusterer itself once
features of a history exist. The attributes enter a logistic regression: a category as one column
a level (the 100 most frequent), a number standardised, and for each column whether it is unknown.
Shapes: x (n, d), NaN = unknown; y (n) segment ids, users below 0 or NaN are not learnt from.
A user about whom nothing is known gets about the shares of the segments. With one segment, it
has probability 1.
Cost: that of learn.LogisticRegression on at most `max_rows` users, evenly spread.
Source: Lam, Vu, Le, Duong (2008), Addressing Cold-Start Problem in Recommendation Systems
(classes from user information). Differs: segments are the classes; unknown is a level.
)text";
  // clang-format on
  // clang-format off
  if (name == "coldstart.similar_users") return R"text(Finds the known users most like a new one, by attributes and by the first few events, and offers
what they take.

Choose it for users with attributes or a handful of events, and where the answer should name its
donors; prefer Attributes when users are described by two or three coarse attributes only.
Likeness = a * (mean agreement of the attributes known of the asking user) + (1 - a) * (cosine of
the item sets, rare items count more: weight log(n_users / users of the item)), with
a = 1 / (1 + n_events / 3) for n known events; only the part that can be asked counts. An
attribute weighs as much as its agreement goes along with like item sets (the correlation over
20,000 pairs of users), so that useless columns do no harm. The
n_neighbors likest are donors, with weight likeness^sharpness; ties: the lower row.
score(j) = (sum of donor weights with j + shrinkage * share of all users with j) / (sum of
weights + shrinkage), the weights scaled to add up to the number of donors.
Attributes: (n_users, d), NaN = unknown, agrees half with everything. Of each user the last 200
different items are kept. The object holds histories: it is personal data, see `forget`.
Cost: an answer is one pass over the donors' attributes and the users of the known items.
Source: Gower (1971), A General Coefficient of Similarity; Herlocker, Konstan, Borchers,
Riedl (1999), An Algorithmic Framework for Performing Collaborative Filtering. Differs: both
at once, with a weight by the number of known events.
)text";
  // clang-format on
  // clang-format off
  if (name == "encoder.event_encoder") return R"text(A small transformer that reads a user's events in order and learns by guessing each next item.
The state after the last event is the user's vector; products with item vectors rank items.

Choose it when histories are long (ten events and more) and there are some 10^5 events to learn
from; with shorter histories recommend.Transitions is as good and takes seconds. Full soft-max
up to some 20,000 items, sampled above.
Shapes: a log of any size; items and types unknown at fit are skipped; a user without a known
event gets a vector of zeros. Values are not read. Times add a bias by gap where log has a
clock. Cost: fit is O(epochs * events * (layers * width * (12 width + max_length) + width *
items)); about 3 times the weights in memory per worker lane, 8 lanes; embed about a fifth an
event.
Source: Kang and McAuley (2018), Self-Attentive Sequential Recommendation; Klenitskiy and
Vasilev (2023), Turning Dross Into Gold Loss; Zhai et al. (2024), Actions Speak Louder than
Words. Differs: gated pre-norm blocks, positions counted from the end, sequences packed
without padding, a random window a turn for long histories, own backward pass.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.cadence") return R"text(The rhythm of a user: how long between visits, how regular, and is the next one overdue?

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
)text";
  // clang-format on
  // clang-format off
  if (name == "features.calendar") return R"text(When in the day and the week a user is active.

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
)text";
  // clang-format on
  // clang-format off
  if (name == "features.interests") return R"text(What a user likes now: shares of attention over the most common items, types or categories, with
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
)text";
  // clang-format on
  // clang-format off
  if (name == "features.min_max") return R"text(Scales each column so that its smallest and greatest value at fit become the ends of a range.

Choose it where a bounded input is asked for and the bounds are real (shares, scores); prefer
Robust when one wild value may set them.
Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing. A constant
column becomes the lower end, a column without any value at fit is taken for a constant 0. New
values may leave the range unless `clip` is set. Cost: one pass each.
Source: Han, Kamber, Pei (2011), Data Mining: Concepts and Techniques, section 3.5.2.
Differs: nothing.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.one_hot") return R"text(Gives each category (a number or code) of each column a column of its own, 1 where a row has it.

Choose it for linear models and distances with up to some hundred categories; prefer Ordinal for
trees. Rare categories can share one column: `min_frequency`, `max_categories`.
Shapes: x (n, d) -> (n, k), k = width(). Columns stand in the order of x; within one, categories
rise, then comes the shared column of the rare ones, then, with `missing_category`, that of
missing cells (only for columns that had some at fit). All other cells that are missing or
unknown give zeros; a column without any value gives no column at all.
Cost: one sort a column at fit, one binary search a cell at transform.
Source: Suits (1957), Use of Dummy Variables in Regression Equations.
Differs: missing cells never count as rare; unknown ones never join them.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.ordinal") return R"text(Replaces each category (a number or code) by its rank 0, 1, 2 ... among those of its column.

Choose it for trees, and for categories with a natural order; prefer OneHot for linear models
and distances, which would take ranks for amounts.
Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing; a column without
any value knows no category. Categories unknown at fit become `unknown_value`, missing when it
is not set, or an error. Cost: one sort a column at fit, one binary search a cell at transform.
Source: Stevens (1946), On the Theory of Scales of Measurement, for what an order allows.
Differs: unknown categories get a value by default.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.price_sensitivity") return R"text(Does a user wait for a discount, and does he buy at the cheap or the dear end?

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
)text";
  // clang-format on
  // clang-format off
  if (name == "features.quantile") return R"text(Replaces each value by its place in the column's distribution: a share in [0, 1], or the value
a standard normal distribution has there.

Choose it when a column's tail must not matter at all, or a model needs normal columns; prefer
Robust when distances between values should survive.
Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing. Values beyond
those of fit become the ends; values repeated over many ranks get the middle rank. In a constant
column the constant gets the middle (0.5 or 0); a column without any value gives the middle.
Cost: one sort a column at fit, one binary search a cell at transform.
Source: Beasley, Erickson, Allison (2009), Rank-based inverse normal transformations.
Differs: all rows are used, no sample; constants sit in the middle.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.rfm") return R"text(Recency, frequency, monetary value: the oldest and still the strongest summary of a customer.

Choose it first, for any log; add Windows for change over time and Cadence for rhythm.
Out: one row a user, columns of `feature_names()`. An event of negative value is a return: it
lowers the sum, is counted apart, and neither makes an active day nor enters the mean. Users
without events: counts and sum 0, all else missing. A log without values: sum, mean, returns and
m_score are missing. A log without a clock: days and r_score are missing, each event is a day.
Scores run from 1 to n_levels (best) by the quantiles of the users seen at fit.
Cost: one pass over the events.
Source: Hughes (1994), Strategic Database Marketing; Fader, Hardie, Lee (2005), RFM and CLV.
Differs: both recencies are given, "days since the last" and "age at the last".
)text";
  // clang-format on
  // clang-format off
  if (name == "features.robust") return R"text(Scales each column to median 0 and a distance of 1 between two quantiles (the quartiles).

Choose it for amounts and counts with heavy tails, where a few wild values would set the scale
of Standard; prefer Quantile when even the shape of the tail should not matter. Shapes: x (n, d)
-> (n, d). Missing cells are left out at fit and stay missing. A column whose two quantiles are
equal is only moved; a column without any value at fit passes as it is. Cost: O(n d) by
selection at fit, one pass at transform.
Source: Huber (1981), Robust Statistics, chapter 5; quantiles by linear interpolation.
Differs: nothing.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.sessions") return R"text(How a user visits: number, size and length of sessions.

Choose it for click and view logs; prefer Cadence for the time between visits. A session ends
when nothing happens for more than gap_minutes.
Out: n_sessions, events_per_session, minutes_per_session (from first to last event, so 0 for a
single one), longest_minutes, items_per_session (distinct), single_event_share, per_week (over
the weeks since the first event, at least one). Users without events: n_sessions 0, all else
missing. A log without a clock: all missing. Cost: one pass and a sort of each session's items.
Source: Catledge, Pitkow (1995), Characterizing browsing strategies (the idle gap).
Differs: 30 minutes, today's usage, instead of 25.5.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.standard") return R"text(Scales each column to mean 0 and standard deviation 1.

Choose it for linear models, distances and clustering on columns without wild values; prefer
Robust with heavy tails, Quantile when only ranks matter.
Shapes: x (n, d) -> (n, d). Missing cells are left out at fit and stay missing. A constant
column is only moved to 0; a column without any value at fit passes as it is. Cost: two passes
at fit, one at transform; same bits for any number of threads.
Source: Chan, Golub, LeVeque (1979), Updating Formulae and a Pairwise Algorithm.
Differs: the deviation divides by n, as in scikit-learn's StandardScaler.
)text";
  // clang-format on
  // clang-format off
  if (name == "features.windows") return R"text(How much happened lately: counts, sums and trend in the last 7, 30 and 90 days.

Choose it where behaviour changes (churn, fraud, demand); prefer Rfm for the whole life.
Out: for each window of w days, over [as_of - w, as_of): count, value_sum (returns lower it),
distinct_items, active_days, and trend = (count - count in the w days before) / their sum, in
[-1, 1]; a user younger than w rises. Users without events: 0, trend missing (as is any trend of
0 and 0). A log without values: value_sum is missing. A log without a clock: a window is the
user's last w events, and active_days is missing.
Cost: one pass over the events of the longest window and, for the items, a sort of them.
Source: the usual practice; windows are exclusive at as_of and inclusive at their start.
Differs: the trend is bounded, so that one event after none does not weigh like many.
)text";
  // clang-format on
  // clang-format off
  if (name == "filter.bots") return R"text(Marks all events of users who behave like machines: by rate, by regularity, by burst.

Choose it for web and app logs before anything is learned from them; leave it out for logs of
machines or of orders only.
A user is marked when one rule holds. rate, burst: the most events within an hour or within
`burst_seconds` exceed both the fixed limit and what is thinkable in this log: the median user's
peak times exp(tolerance * robust spread of the logarithms). So heavy users of a log with many
heavy users stay. regular: at least `min_gaps` gaps between moments, on average ten times the
clock's step or more, vary by less than `min_gap_variation`, over all gaps or over those within
sessions (30 minutes).
Shapes: log (n_events) -> flags (n_events), 1 = of a bot.
Cost: O(n_events), two passes.
Source: Doran, Gokhale (2011), Web robot detection techniques: overview and limitations.
Differs: limits relative to the log; the clock's step keeps coarse clocks from seeming
regular.
)text";
  // clang-format on
  // clang-format off
  if (name == "filter.duplicates") return R"text(Marks events that repeat another one: same user, item, type, value and time, or, with a window,
the same at nearly the same time (double clicks, deliveries sent twice). The first is kept.

Choose it for any log that came through queues or retries; leave `window_seconds` at 0 where
quick repetition means something. Equal lines of one invoice are duplicates too: add them up
before when both count. Shapes: log (n_events) -> flags (n_events), 1 = duplicate. Missing
values equal each other. The window counts from the event that was kept, so a long chain keeps
one event each window. A log that knows only an order has no clock: a window above 0 is refused.
Cost: O(n log n) within each user.
Source: Christen (2012), Data Matching, chapter 2, for exact and near duplicates.
Differs: nearness in time only; ids must be equal.
)text";
  // clang-format on
  // clang-format off
  if (name == "filter.hampel") return R"text(Marks cells far from the column's median, in units of its median absolute deviation.

Choose it as the default for single wild values: up to half of a column may be noise without
moving the bounds. Prefer Iqr for skewed columns, StandardDeviation where a normal distribution
is known.
Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column whose median
absolute deviation is 0 (constant, all missing, or more than half of it one value, as counts of
rare events) offers no scale: nothing in it is noise, its bounds are infinite.
Cost: O(n d) by selection.
Source: Hampel (1974), The Influence Curve and its Role in Robust Estimation.
Differs: over whole columns instead of a moving window; columns without scale are let alone.
)text";
  // clang-format on
  // clang-format off
  if (name == "filter.iqr") return R"text(Marks cells far below the first or above the third quartile, in units of their distance.

Choose it for skewed columns, whose two bounds should differ, and where the box plot's rule is
what readers know; prefer Hampel when more than a quarter of a column may be noise.
Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column whose
quartiles are equal (constant, all missing, or more than half of it one value) offers no scale:
nothing in it is noise, its bounds are infinite. Cost: O(n d) by selection.
Source: Tukey (1977), Exploratory Data Analysis, section 2C.
Differs: quartiles by linear interpolation; columns without scale are let alone.
)text";
  // clang-format on
  // clang-format off
  if (name == "filter.standard_deviation") return R"text(Marks cells more than some standard deviations away from the column's mean, and looks again
without them until nothing new is found or `max_iter` is reached.

Choose it when a column is known to be close to normal; prefer Hampel when noise is frequent or
huge, since it inflates the mean and deviation it is judged by (masking).
Shapes: x (n, d). Missing cells are left out at fit and are never noise. A column without spread
(constant or all missing) offers no scale: nothing in it is noise, its bounds are infinite.
Cost: O(n d) a round; the deviation divides by n.
Source: Wright (1884), A Treatise on the Adjustment of Observations (the 3 sigma rule).
Differs: one round by default; more are the sigma clipping of astronomy.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.constant") return R"text(Fills every gap with one fixed number.

Choose it when a gap has a known meaning (no purchase = 0); prefer Indicator beside it when the
gap itself may tell something, Median or Knn when the value exists but was not seen.
Shapes: x (n, d) -> (n, d), no gap left; columns without any value are filled too.
Cost: one pass at transform.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.context") return R"text(Fills the gaps of a series from its own history: what this user did just before, between two
known moments, or typically.

Choose it for rows that are moments of users (basket values, sensor or account series), where a
user resembles himself more than the others; prefer Knn or Median when each user has one row.
Shapes: x (n, d) -> (n, d), rows in any order. `group_column` tells whose row it is,
`time_column` when; both pass through untouched. Not set: one group, row order. History is that
of the table given to transform. Where the method finds nothing (a gap before the first value, a
row without time) the group's median steps in, then the column's median at fit, then `fallback`.
Rows without a group have no history. Cost: O(n log n + n d).
Source: Engels, Diehr (2003), Imputation of missing longitudinal data: a comparison of
methods.
Differs: falls back step by step, so that no gap is left.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.indicator") return R"text(Appends a column of flags (1 = was missing, 0 = was there) for each column that had gaps at fit,
so that a later model can learn from the absence itself.

Choose it in front of another imputer whenever cells are missing for a reason (a form left
empty, a feature never used); leave it out when gaps are pure chance.
Shapes: x (n, d) -> (n, d + k), k = columns().size(). The first d columns are x itself: its gaps
stay missing for the next step, unless `fill_value` is set. Gaps in columns that had none at fit
get no flag: the width is that of fit.
Cost: one pass each.
Source: Van Ness et al. (2023), The Missing Indicator Method: From Low to High Dimensions.
Differs: keeps the original columns in front of the flags.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.knn") return R"text(Fills each gap with the mean of that column over the nearest rows of the fitted table that have
it. Distance: Euclidean over the columns both rows have, scaled up for those they do not share.

Choose it when columns depend on each other and rows are at most some hundred thousand; prefer
Median when they do not or when time is short. Columns should be on one scale (features.Standard
or features.MinMax first), or the widest one decides alone.
Shapes: x (n, d) -> (n, d), no gap left. Rows at equal distance are taken in the order of the
fitted table. A row that shares no column with any donor gets the column's mean, a column
without any value at fit gets `fallback`. Cost: fit copies the table; transform O(rows with gaps
* n * d), no distance matrix is kept.
Source: Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays.
Differs: distances over shared columns; ties by row order; columns without values stay.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.mean") return R"text(Fills gaps with the mean of the column.

Choose it when a column is roughly symmetric and a model needs its mean unchanged; prefer Median
with heavy tails (amounts, counts), Knn when columns depend on each other.
Shapes: x (n, d) -> (n, d), no gap left; a column that was all missing at fit gets `fallback`.
Cost: two passes at fit, one at transform; same bits for any number of threads.
Source: Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
Differs: nothing.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.median") return R"text(Fills gaps with the median of the column (the mean of the two middle values when even).

Choose it as the plain default for user tables, whose amounts and counts have heavy tails;
prefer Mode for codes of categories, Knn when columns depend on each other. Shapes: x (n, d) ->
(n, d), no gap left; a column that was all missing at fit gets `fallback`. Cost: O(n d) at fit
by selection, without sorting; one pass at transform.
Source: Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
Differs: nothing.
)text";
  // clang-format on
  // clang-format off
  if (name == "impute.mode") return R"text(Fills gaps with the most frequent value of the column, the smallest one among equals.

Choose it for codes of categories and for flags; prefer Median for amounts, where hardly a value
comes twice.
Shapes: x (n, d) -> (n, d), no gap left; a column that was all missing at fit gets `fallback`.
Cost: O(n log n) a column at fit, one pass at transform.
Source: Little and Rubin (1987), Statistical Analysis with Missing Data, section 4.2.
Differs: nothing.
)text";
  // clang-format on
  // clang-format off
  if (name == "learn.logistic_regression") return R"text(Probabilities of two or more classes from a linear score: minimises the weighted log loss plus
the sum of squared coefficients / (2 C); intercepts are free.

Choose it for churn, purchase and other yes/no questions whose answer must be a probability with
readable coefficients; prefer boosted trees when columns act together. Columns may differ in
scale for the solver, but the penalty is on the coefficients as they are: scale them
(features.Standard) to have columns penalised alike.
Shapes: x (n, d) without missing values; y (n), any numbers, one per class.
Cost: a handful of passes of O(n p^2 / k) by Newton's method up to p = 256 coefficients of k
classes, some tens of passes of O(n p) by L-BFGS beyond.
Source: Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, section
4.4; Nocedal, Wright (2006), Numerical Optimization, chapters 3 and 7.
Differs: columns are standardised inside the solver only. When max_iter ends the search
`converged()` is false; nothing is printed.
)text";
  // clang-format on
  // clang-format off
  if (name == "learn.ridge") return R"text(Linear regression with squared coefficients held small: minimises the weighted sum of squared
errors plus alpha times the sum of squared coefficients; the intercept is free.

Choose it for amounts and counts with many correlated columns, and wherever coefficients must be
read; prefer LogisticRegression for classes. Columns should be on one scale (features.Standard).
Shapes: x (n, d) without missing values, y (n). alpha = 0 is least squares; where columns depend
on each other it then takes the solution of smallest norm.
Cost: one pass, O(n d^2 + d^3); d^2 numbers of memory.
Source: Hoerl, Kennard (1970), Ridge Regression: Biased Estimation for Nonorthogonal
Problems.
Differs: normal equations of centred columns in double precision, by Cholesky.
)text";
  // clang-format on
  // clang-format off
  if (name == "outlier.isolation_forest") return R"text(Says how strange each row is by how few random cuts set it apart from a sample of the others.

Choose it first: it needs no scaling, no distance and no tuning, takes gaps and categories as
they are, and learns in milliseconds at any number of rows. Prefer a method of neighbours for
rows that are strange only beside their own group.
Shapes: x (n, d) of double or float, read in place. Missing: `divide` sends a row down both
sides of a cut it has no value for, each with the share of training rows there (the expected
path); `majority` sends it with the greater part; `refuse` is a DataError. While learning, a row
without a value takes a side by lot in proportion to the others. Category columns hold codes 0,
1, 2 ...; a cut halves the codes at random; a code never seen falls on either side. Cost: fit
n_estimators * max_samples * log(max_samples), one pass to check x, and one scoring of x where
contamination is set; a score walks every tree. Same bits for any number of threads.
Source: Liu, Ting, Zhou (2008), Isolation Forest; reasons after Palczewska, Palczewski,
Marchese Robinson, Neagu (2013), Interpreting random forest models using a feature contribution
method.
Differs: exact harmonic numbers in c(n); columns that no longer vary are drawn again;
missing values and categories; contributions are taken on the path length.
)text";
  // clang-format on
  // clang-format off
  if (name == "recommend.item_nearest") return R"text(Offers items liked by the same users as the items of the history (cosine item-kNN).

Choose it where the order of events means little (wish lists, ratings, baskets of a season) and
for reasons everybody understands: "because you took X". Prefer Transitions when order counts,
Popular when histories are shorter than three or four events.
sim(i, j) = users of both / (sqrt(users of i * users of j) + shrinkage); the `n_neighbors`
nearest of each item are kept; score(j) = sum over the history of 2^(-n / half_life) sim(i, j),
the n-th event from the end. Items without evidence come last, by count, with a negative score.
Of each user the last `max_history` different items are learned from, so that one bot cannot
make fit quadratic.
Cost: fit the sum over users of (items of the user)^2; memory 8 bytes a kept link.
Source: Sarwar, Karypis, Konstan, Riedl (2001), Item-Based Collaborative Filtering
Recommendation Algorithms. Differs: shrinkage in the denominator, decayed query.
)text";
  // clang-format on
  // clang-format off
  if (name == "recommend.popular") return R"text(Offers what most people take: of all time, of late, or in the user's segment.

Choose it as the baseline every other recommender must beat, and where nothing is known of a
user; in news and fashion take scope "recent". Prefer Transitions once a user has a few events.
The score of an item is its share of the (weighted) events. With scope "recent", items without
an event in the window come last, by their all-time count, and have a negative score.
With scope "segment", a segment's shares are drawn towards everybody's: (n_sj + m p_j) /
(n_s + m), m = `shrinkage` events; users without a segment (-1, or one unknown) get everybody's.
Cost: fit one pass over the events; an answer one pass over the items.
Source: Ji, Sun, Zhang, Li (2020), A Re-visit of the Popularity Baseline in Recommender
Systems. Differs: half-life besides window, and shrunken segments.
)text";
  // clang-format on
  // clang-format off
  if (name == "recommend.sequence") return R"text(Offers what a sequence encoder expects next.

Choose it when there are some ten thousand events or more and histories are long; compare it
with Transitions, which is a hundred times cheaper and often as good on short histories.
The encoder is any component of the SequenceEncoder concept that also scores items: hand one in,
or name one that this process knows (`encoder`). Every item the encoder knows gets a score, so
a user without events is answered too, as well as the encoder answers an empty history.
Cost: fit is the encoder's; an answer is one pass of the encoder and one product with its items,
in blocks of 256 users.
Source: Kang, McAuley (2018), Self-Attentive Sequential Recommendation. Differs: holds
the encoder by its interface and knows nothing of its make.
)text";
  // clang-format on
  // clang-format off
  if (name == "recommend.transitions") return R"text(Offers what came soon after the user's last items in the histories of others.

Choose it as the first recommender for logs with an order: it learns in seconds and is hard to
beat. Prefer ItemNearest where the order means nothing, an encoder for long histories.
For every pair of one user's events, i before j at distance d <= window, T[i, j] grows by 1/d;
link(i, j) = (T + reverse T')[i, j] / (n_i^source_exponent n_j^popularity_exponent), n = events
of the item;
score(j) = sum over the history of 2^(-k / half_life) link(i_k, j), the k-th event from the end
(24 half-lives and more are below what a float can tell and are skipped). Items without
evidence come last, by their count, with a negative score. Self-links are kept: with
exclude_seen off, what is bought again and again is offered again.
Cost: fit n_events * window additions, memory 8 bytes a link.
Source: Shani, Heckerman, Brafman (2005), An MDP-Based Recommender System (skipping);
Garcin, Dimitrakakis, Faltings (2013), Personalized News Recommendation with Context Trees.
Differs: weight by distance, both directions, popularity taken out on both sides.
)text";
  // clang-format on
  return "";
}

}  // namespace limn::python
