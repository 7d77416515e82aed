// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/profiler/detail/model.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// A matrix or vector without one row.
template <class M>
M without_row(const M& x, Index row) {
  M out(x.rows() - 1, x.cols());
  out.topRows(row) = x.topRows(row);
  out.bottomRows(x.rows() - row - 1) = x.bottomRows(x.rows() - row - 1);
  return out;
}

LIMN_INLINE void Rows::remove(Index user) {
  raw = without_row(raw, user);
  outlier_score = without_row(outlier_score, user);
  segment = without_row(segment, user);
  return_chance = without_row(return_chance, user);
  embedding = without_row(embedding, user);
  as_of_us.erase(as_of_us.begin() + user);
  segment_since_us.erase(segment_since_us.begin() + user);
  apart.erase(apart.begin() + user);
}

LIMN_INLINE void Rows::grow(Index n_users) {
  const Index before = raw.rows();
  raw.conservativeResize(n_users, raw.cols());
  raw.bottomRows(n_users - before).setConstant(missing);
  outlier_score.conservativeResize(n_users);
  outlier_score.tail(n_users - before).setConstant(missing);
  segment.conservativeResize(n_users);
  segment.tail(n_users - before).setConstant(-1);
  return_chance.conservativeResize(n_users);
  return_chance.tail(n_users - before).setConstant(missing);
  embedding.conservativeResize(n_users, embedding.cols());
  embedding.bottomRows(n_users - before).setZero();
  const auto n = static_cast<std::size_t>(n_users);
  as_of_us.resize(n, 0), segment_since_us.resize(n, 0), apart.resize(n, 0);
}

LIMN_INLINE void Rows::take(Index to, const Rows& others, Index from) {
  const auto t = static_cast<std::size_t>(to), f = static_cast<std::size_t>(from);
  raw.row(to) = others.raw.row(from);
  outlier_score(to) = others.outlier_score(from);
  return_chance(to) = others.return_chance(from);
  if (embedding.cols() > 0) embedding.row(to) = others.embedding.row(from);
  const bool fresh = as_of_us[t] == 0;
  if (fresh || segment(to) != others.segment(from)) segment_since_us[t] = others.as_of_us[f] - 1;
  segment(to) = others.segment(from);
  as_of_us[t] = others.as_of_us[f];
}

LIMN_INLINE void Rows::check(Index n_users, Index n_features, Index n_segments) const {
  const auto n = static_cast<std::size_t>(n_users);
  core::require_state(raw.rows() == n_users && raw.cols() == n_features &&
                          outlier_score.size() == n_users && segment.size() == n_users &&
                          return_chance.size() == n_users && embedding.rows() == n_users &&
                          as_of_us.size() == n && segment_since_us.size() == n && apart.size() == n,
                      "profiler", "rows");
  core::require_state(n_users == 0 || (segment.minCoeff() >= -1 && segment.maxCoeff() < n_segments),
                      "profiler", "rows.segment");
}

LIMN_INLINE void Model::check_state() {
  const auto n_users = static_cast<Index>(log.n_users());
  const auto k = static_cast<Index>(segments.summaries.size());
  core::require_state(people.values.rows() == n_users, name, "people.values");
  core::require_state(outlier_quantiles.size() == 101, name, "outlier_quantiles");
  core::require_state(segments.clusterer && segments.clusterer->n_clusters() == k, name,
                      "segments.clusterer");
  core::require_state(segments.centers.rows() == k &&
                          segments.centers.cols() == describer.ready_columns.size() &&
                          segments.overall.size() == describer.ready_columns.size(),
                      name, "segments.centers");
  rows.check(n_users, describer.features.size(), k);
  core::require_state(suggesters.ladder.items() == log.items(), name, "suggesters.ladder");
  join_outside(*this);
}

LIMN_INLINE data::Frame told_frame(const Model& model, const Matrix& raw,
                                   const Matrix& attributes) {
  Matrix both(raw.rows(), raw.cols() + attributes.cols());
  both.leftCols(raw.cols()) = raw;
  both.rightCols(attributes.cols()) = attributes;
  std::vector<data::ColumnInfo> columns;
  for (const std::string& feature : model.describer.features.names)
    columns.push_back({.name = feature});
  for (data::ColumnInfo& column : model.people.columns()) columns.push_back(std::move(column));
  return {std::move(both), std::move(columns)};
}

LIMN_INLINE Rows describe_rows(const Model& model, const data::EventLog& log, std::int64_t as_of_us,
                               const Matrix& attributes) {
  Rows out;
  out.raw = model.describer.raw(log, as_of_us);
  const Matrix filled = model.describer.fill(out.raw);
  out.outlier_score = model.outlier->anomaly_score(filled);
  out.segment = model.segments.predict(model.describer.ready(filled),
                                       [&] { return told_frame(model, out.raw, attributes); });
  out.return_chance = model.returns.chance(log, as_of_us);
  out.embedding = model.encoder ? model.encoder->embed(log) : MatrixF(out.raw.rows(), 0);
  const auto n = static_cast<std::size_t>(out.raw.rows());
  out.as_of_us.assign(n, as_of_us);
  out.segment_since_us.assign(n, as_of_us - 1);
  out.apart.assign(n, 0);
  return out;
}

LIMN_INLINE Who who_is(const Model& model, std::int32_t user) {
  const data::History history = model.log.history(static_cast<std::size_t>(user));
  return {
      .history = history,
      .attributes = model.people.values.row(user),
      .standing = history.size() > 0 ? coldstart::Standing::known : coldstart::Standing::stranger};
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
