// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>

#include <limn/core/random.hpp>
#include <limn/data/column_summary.hpp>
#include <limn/evaluate/bootstrap.hpp>
#include <limn/evaluate/ranking.hpp>
#include <limn/impute/mean.hpp>
#include <limn/profiler/detail/columns.hpp>
#include <limn/profiler/detail/judge.hpp>
#include <limn/recommend/sequence.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

inline Vector ndcg_per_user(const Ranked& ranked, const std::vector<std::int32_t>& targets) {
  return evaluate::ranking_per_user(ranked, evaluate::Relevant::one_each(targets), 10).ndcg;
}

LIMN_INLINE Judged judge_recommender(const core::AnyRecommender& fitted, const LastEvents& split,
                                     bool exclude_seen) {
  const Ranked ranked = fitted->recommend(split.context.only_users(split.users), 10, exclude_seen);
  const std::vector<std::int32_t> codes = fitted->items().translate(split.context.items());
  std::vector<std::int32_t> targets;
  for (const std::int32_t target : split.targets)
    targets.push_back(codes[static_cast<std::size_t>(target)]);
  return {fitted->name(), ndcg_per_user(ranked, targets)};
}

LIMN_INLINE Judged judge_encoder(const core::AnySequenceEncoder& fitted, const LastEvents& split,
                                 bool exclude_seen) {
  return judge_recommender(recommend::Sequence(fitted), split, exclude_seen);
}

LIMN_INLINE EvaluationRow compare(const Judged& own, const Judged& baseline,
                                  const std::string& protocol, const std::string& split,
                                  std::uint64_t seed) {
  const evaluate::BootstrapOptions options{.random_state = seed};
  const evaluate::Interval interval = evaluate::bootstrap_mean(own.value, options);
  const evaluate::PairedDifference paired =
      evaluate::paired_difference(own.value, baseline.value, options);
  EvaluationRow row;
  row.part = own.part;
  row.metric = "NDCG@10";
  row.value = interval.value, row.low = interval.low, row.high = interval.high;
  row.baseline = baseline.part;
  row.baseline_value = evaluate::bootstrap_mean(baseline.value, {.n_resamples = 1}).value;
  row.difference_low = paired.difference.low, row.difference_high = paired.difference.high;
  row.n = interval.n;
  row.protocol = protocol;
  row.split = split;
  return row;
}

LIMN_INLINE EvaluationRow judge_next_action(const LastEvents& split, std::uint64_t seed) {
  NextAction model;
  model.fit(split.context);
  Index most = 0;
  model.all.maxCoeff(&most);
  Judged own{"predict.next_action", Vector(std::ssize(split.users))};
  Judged plain{"most frequent action", own.value};
  for (std::size_t i = 0; i < split.users.size(); ++i) {
    Index said = 0;
    model.predict(split.context.history(static_cast<std::size_t>(split.users[i])).types)
        .maxCoeff(&said);
    own.value(static_cast<Index>(i)) = said == split.actions[i] ? 1.0 : 0.0;
    plain.value(static_cast<Index>(i)) = most == split.actions[i] ? 1.0 : 0.0;
  }
  EvaluationRow row = compare(own, plain, "kind of each user's last event",
                              std::to_string(split.context.fingerprint()), seed);
  row.metric = "accuracy";
  return row;
}

/// Where the imputer puts each of the d columns it is given; -1: it keeps no such column.
inline std::vector<Index> places_after(const core::AnyTransformer& imputer, Index d, Index width) {
  Columns given;
  for (Index c = 0; c < d; ++c) given.add(std::to_string(c), 0, c);
  std::vector<Index> out(static_cast<std::size_t>(d), -1);
  const Columns made = given.after(imputer, width);
  for (Index c = 0; c < width; ++c)
    if (const std::int64_t f = made.feature[static_cast<std::size_t>(c)]; f >= 0)
      out[static_cast<std::size_t>(f)] = c;
  return out;
}

using Cell = std::pair<Index, Index>;  // row, column

/// One known cell in ten, made a gap in `x`.
inline std::vector<Cell> hide_cells(Matrix& x, std::uint64_t seed) {
  std::vector<Cell> out;
  for (Index r = 0; r < x.rows(); ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < x.cols(); ++c)
      if (random.uniform() < 0.1 && !std::isnan(x(r, c))) out.emplace_back(r, c), x(r, c) = missing;
  }
  return out;
}

/// Names a set of cells: 64-bit FNV-1a of the shape of x, the places and what stands there.
inline std::string fingerprint(const Matrix& x, const std::vector<Cell>& cells) {
  std::uint64_t mixed = 0xcbf29ce484222325u;
  const auto mix = [&](std::uint64_t number) {
    for (int byte = 0; byte < 8; ++byte)
      mixed = (mixed ^ ((number >> (8 * byte)) & 0xff)) * 0x100000001B3u;
  };
  mix(static_cast<std::uint64_t>(x.rows())), mix(static_cast<std::uint64_t>(x.cols()));
  for (const auto& [row, column] : cells) {
    mix(static_cast<std::uint64_t>(row)), mix(static_cast<std::uint64_t>(column));
    mix(std::bit_cast<std::uint64_t>(x(row, column)));
  }
  return std::to_string(mixed);
}

LIMN_INLINE std::optional<EvaluationRow> judge_imputer(const Config& config, const Matrix& x) {
  Matrix hidden = x;
  std::vector<Cell> cells = hide_cells(hidden, config.random_state + 17);
  if (cells.empty()) return std::nullopt;
  const std::string split = fingerprint(x, cells);
  auto imputer = core::AnyTransformer::from_name(config.impute.name, config.impute.params);
  imputer->fit(hidden, {});
  const Matrix own = imputer->transform(hidden),
               plain = impute::Mean().fit(hidden).transform(hidden);
  const std::vector<Index> places = places_after(imputer, x.cols(), own.cols());
  const auto place = [&](Index c) { return places[static_cast<std::size_t>(c)]; };
  std::erase_if(cells, [&](const Cell& cell) {  // gone with their column, or left to the next step
    return place(cell.second) < 0 || std::isnan(own(cell.first, place(cell.second)));
  });
  if (cells.empty()) return std::nullopt;
  const data::Moments moments = data::moments(x);
  Judged learnt{config.impute.name, Vector(std::ssize(cells))}, mean{"impute.mean", learnt.value};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto [r, c] = cells[i];
    const double spread = moments.deviation(c) > 0.0 ? moments.deviation(c) : 1.0;
    learnt.value(static_cast<Index>(i)) = std::abs(own(r, place(c)) - x(r, c)) / spread;
    mean.value(static_cast<Index>(i)) = std::abs(plain(r, c) - x(r, c)) / spread;
  }
  EvaluationRow row = compare(learnt, mean, "10 % of the known cells hidden; lower is better",
                              split, config.random_state);
  row.metric = "MAE / spread";
  return row;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
