# SPDX-License-Identifier: MIT
"""What new_component.py writes in the rooms that learn from an event log."""

from __future__ import annotations

_LOG_TEST = '#include "recommend/small_log.hpp"\n'

# items, scores and lists: what every recommender answers with
_LISTS = """\

  /// The k best items of each user, rows in the order of log.users(); codes of items().
  /// Errors: NotFittedError; ParamError unless 1 <= k <= 1,000,000.
  Ranked recommend(const data::EventLog& log, std::int64_t k = 10, bool exclude_seen = true) const {
    core::require_fitted(scores_.size() > 0, name);
    recommend::require_k(k, name);
    return recommend::rank_users(log, items_, k, exclude_seen,
                                 [&](std::size_t, const data::History&, std::span<float> out) {
                                   std::copy_n(scores_.data(), out.size(), out.begin());
                                 });
  }
  /// (n_items) scores; the history does not matter. Errors: NotFittedError.
  VectorF score(const data::History&) const {
    core::require_fitted(scores_.size() > 0, name);
    return scores_;
  }
  const data::Vocabulary& items() const { return items_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("scores", scores_);
  }
  void check_state() {
    items_.check_state();
    core::require_state(scores_.size() == static_cast<Index>(items_.size()), name, "scores");
  }

 private:
  Params params_;
  data::Vocabulary items_;
  VectorF scores_;  ///< (n_items)"""

_RECOMMENDER = {
    "includes": """\
#include <algorithm>
#include <span>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/event_log.hpp>
#include <limn/recommend/top_k.hpp>""",
    "shapes": "an event log -> (n_users, k) codes and scores, best first",
    "missing": "Events without a known item are left out",
    "cost": "one pass over the events",
    "tags": "",
    "test_includes": _LOG_TEST,
}

LOG_PATTERNS: dict[str, dict[str, str]] = {
    "recommend": {
        **_RECOMMENDER,
        "what": "Offers what most people take, each of them counted once an item.",
        "choose": "a few users repeat so much that events mislead",
        "otherwise": "a user has a history",
        "source": "the definition of a share",
        "params": "std::int64_t min_users = 1;  ///< an item with fewer comes last",
        "describe": 'v("min_users", &Params::min_users, "an item with fewer users comes last",\n'
        "      core::at_least(1));",
        "bad_option": ".min_users = 0",
        "claim": "scores by the share of users",
        "test": """\
  const VectorF score = recommend::@Class@({.min_users = 2}).fit(abcd_log()).score({});
  CHECK(score(1) == Approx(3.0 / 3));  // abc, ab, bcd: all have b
  CHECK(score(0) == Approx(2.0 / 3));
  CHECK(score(3) == Approx(-1.0 / 2));  // one user only""",
        "body": """\
  /// Learns how many users took each item. Errors: DataError for a log without events.
  @Class@& fit(const data::EventLog& log) {
    recommend::require_events(log, name);
    const auto n_items = static_cast<Index>(log.n_items());
    Labels last = Labels::Constant(n_items, -1);  // the user who took it last
    VectorF scores = VectorF::Zero(n_items);
    for (std::size_t e = 0; e < log.n_events(); ++e) {
      const std::int32_t item = log.item_codes()[e], user = log.user_codes()[e];
      if (item < 0 || last(item) == user) continue;
      last(item) = user;
      scores(item) += 1.0F;
    }
    for (float& score : scores)
      score = score < static_cast<float>(params_.min_users)
                  ? -1.0F / (1.0F + score)
                  : score / static_cast<float>(log.n_users());
    items_ = log.items();
    scores_ = std::move(scores);
    return *this;
  }
"""
        + _LISTS,
    },
    "coldstart": {
        **_RECOMMENDER,
        "what": "Offers what people take first: the items with which histories begin.",
        "choose": "nothing is known about the newcomer",
        "otherwise": "attributes or a few events are known",
        "source": "the definition of a share",
        "params": "std::int64_t n_events = 1;  ///< events that are the beginning of a history",
        "describe": 'v("n_events", &Params::n_events, "events that are the beginning of a '
        'history",\n      core::at_least(1));',
        "bad_option": ".n_events = 0",
        "claim": "scores by the share of beginnings",
        "test": """\
  const auto first = coldstart::@Class@().fit(abcd_log());  // abc, ab, bcd begin with a, a, b
  CHECK(first.score({})(0) == Approx(2.0 / 3));
  CHECK(first.score({})(1) == Approx(1.0 / 3));
  CHECK(first.score({})(2) == 0.0F);
  CHECK(first.recommend(abcd_log(), 1, false).items(2, 0) == 0);""",
        "body": """\
  /// Learns what histories begin with. Errors: DataError for a log without events.
  @Class@& fit(const data::EventLog& log) {
    recommend::require_events(log, name);
    VectorF scores = VectorF::Zero(static_cast<Index>(log.n_items()));
    for (std::size_t user = 0; user < log.n_users(); ++user) {
      const data::History history = log.history(user);
      const auto n = std::min(history.size(), static_cast<std::size_t>(params_.n_events));
      for (const std::int32_t item : history.items.first(n))
        if (item >= 0) scores(item) += 1.0F;
    }
    scores /= std::max(scores.sum(), 1.0F);
    items_ = log.items();
    scores_ = std::move(scores);
    return *this;
  }
"""
        + _LISTS,
    },
    "encoder": {
        "includes": """\
#include <algorithm>
#include <cmath>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/core/random.hpp>
#include <limn/data/event_log.hpp>""",
        "what": "Sums up a history as the faded mean of one random vector an item.",
        "choose": "a vector is wanted at once and nothing may be trained",
        "otherwise": "order and neighbourhood of the items matter",
        "shapes": "an event log -> (n_users, width), rows in the order of log.users()",
        "missing": "Items unknown at fit are left out; a user without a known one gets zeros",
        "cost": "fit O(items width), an answer O(events width)",
        "source": "Kanerva, Kristoferson, Holst (2000), Random Indexing of Text Samples for\n"
        "/// Latent Semantic Analysis",
        "differs": "a fading mean of normal vectors",
        "tags": "",
        "params": "std::int64_t width = 64;         ///< numbers in a user's vector\n"
        "    double half_life = 10.0;         ///< an event so many events ago counts half\n"
        "    std::uint64_t random_state = 0;  ///< seed",
        "describe": 'v("width", &Params::width, "numbers in a user\'s vector", '
        "core::between(2, 1024));\n"
        '    v("half_life", &Params::half_life, "an event so many events ago counts half",\n'
        "      core::above(0));\n"
        '    v("random_state", &Params::random_state, "seed of the vectors", core::anything());',
        "bad_option": ".half_life = 0",
        "claim": "is the faded mean of its items",
        "test_includes": _LOG_TEST,
        "test": """\
  const data::EventLog log = make_log({{0}, {1}, {0, 1}}, 2);
  const MatrixF said = encoder::@Class@({.width = 4, .half_life = 1.0}).fit(log).embed(log);
  const VectorF wanted = (0.5F * said.row(0) + said.row(1)).transpose() / 1.5F;
  CHECK(said.row(2).transpose().isApprox(wanted, 1e-5F));
  CHECK_FALSE(said.row(0).isApprox(said.row(1)));""",
        "body": """\
  /// Draws a vector for each item. Errors: DataError for a log without events.
  @Class@& fit(const data::EventLog& log) {
    core::require_rows(static_cast<Index>(log.n_events()), 1, name);
    MatrixF vectors(static_cast<Index>(log.n_items()), params_.width);
    const double scale = 1.0 / std::sqrt(static_cast<double>(params_.width));
    for (Index i = 0; i < vectors.rows(); ++i) {
      core::Random random(params_.random_state, static_cast<std::uint64_t>(i));
      for (float& number : vectors.row(i)) number = static_cast<float>(scale * random.normal());
    }
    items_ = log.items();
    vectors_ = std::move(vectors);
    return *this;
  }

  /// (n_users, width), rows in the order of log.users(). Errors: NotFittedError.
  MatrixF embed(const data::EventLog& log) const {
    core::require_fitted(vectors_.rows() > 0, name);
    const std::vector<std::int32_t> codes = items_.translate(log.items());
    const double fade = std::exp2(-1.0 / params_.half_life);
    MatrixF out(static_cast<Index>(log.n_users()), vectors_.cols());
    for (std::size_t user = 0; user < log.n_users(); ++user) {
      const data::History history = log.history(user);
      Vector sum = Vector::Zero(vectors_.cols());
      double weight = 1.0, total = 0.0;
      for (std::size_t e = history.size(); e-- > 0; weight *= fade) {
        const std::int32_t theirs = history.items[e];
        const std::int32_t item = theirs < 0 ? -1 : codes[static_cast<std::size_t>(theirs)];
        if (item < 0) continue;
        sum += weight * vectors_.row(item).transpose().cast<double>();
        total += weight;
      }
      if (total > 0.0) sum /= total;
      out.row(static_cast<Index>(user)) = sum.transpose().cast<float>();
    }
    return out;
  }
  /// (n_users, n_items): how near each item's vector is. Errors: NotFittedError.
  MatrixF score_items(const data::EventLog& log) const {
    return embed(log).lazyProduct(vectors_.transpose());
  }
  const data::Vocabulary& items() const { return items_; }

  template <class V>
  void state(V&& v) {
    v("items", items_);
    v("vectors", vectors_);
  }
  void check_state() {
    items_.check_state();
    core::require_state(vectors_.rows() == static_cast<Index>(items_.size()), name, "vectors");
  }

 private:
  Params params_;
  data::Vocabulary items_;
  MatrixF vectors_;  ///< (n_items, width)""",
    },
}
