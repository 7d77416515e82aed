// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

#include <limn/evaluate/classification.hpp>
#include <limn/evaluate/detail/input.hpp>

namespace limn::inline LIMN_ABI::evaluate {
namespace detail {

inline void require_scored(VectorView truth, VectorView scores, std::string_view measure) {
  require_pair(truth.size(), scores.size(), measure, "scores");
  require_binary(truth, measure);
  require_numbers(scores, measure, "scores");
}

inline void require_forecast(VectorView truth, VectorView probabilities, std::string_view measure) {
  require_pair(truth.size(), probabilities.size(), measure, "probabilities");
  require_binary(truth, measure);
  require_probabilities(probabilities, measure);
}

/// Calls block(positives, negatives) for each distinct score, highest first.
template <class Block>
void for_each_score(VectorView truth, VectorView scores, Block&& block) {
  const std::vector<Index> order = order_by_falling(scores);
  for (std::size_t i = 0; i < order.size();) {
    const double score = scores(order[i]);
    double positives = 0, negatives = 0;
    for (; i < order.size() && scores(order[i]) == score; ++i)
      (truth(order[i]) == 1.0 ? positives : negatives) += 1;
    block(positives, negatives);
  }
}

inline double safe_log(double p) {
  constexpr double tiny = std::numeric_limits<double>::epsilon();
  return std::log(std::clamp(p, tiny, 1.0 - tiny));
}

inline std::vector<std::int32_t> classes_of(LabelsView truth, LabelsView predicted) {
  std::vector<std::int32_t> out;
  for (Index i = 0; i < truth.size(); ++i) {
    out.push_back(truth(i));
    out.push_back(predicted(i));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

inline Index place_of(const std::vector<std::int32_t>& classes, std::int32_t label) {
  return std::lower_bound(classes.begin(), classes.end(), label) - classes.begin();
}

inline Vector ratio(const Vector& part, const Vector& whole) {
  return (whole.array() > 0).select(part.array() / whole.array().max(1.0), 0.0);
}

}  // namespace detail

LIMN_INLINE double auroc(VectorView truth, VectorView scores) {
  detail::require_scored(truth, scores, "auroc");
  double above = 0, seen = 0, negatives_seen = 0;  // pairs won, positives and negatives so far
  detail::for_each_score(truth, scores, [&](double positives, double negatives) {
    above += negatives * (seen + 0.5 * positives);
    seen += positives;
    negatives_seen += negatives;
  });
  return seen > 0 && negatives_seen > 0 ? above / (seen * negatives_seen) : missing;
}

LIMN_INLINE double average_precision(VectorView truth, VectorView scores) {
  detail::require_scored(truth, scores, "average_precision");
  double sum = 0, hits = 0, rows = 0;
  detail::for_each_score(truth, scores, [&](double positives, double negatives) {
    hits += positives;
    rows += positives + negatives;
    sum += positives * hits / rows;
  });
  return hits > 0 ? sum / hits : missing;
}

LIMN_INLINE double log_loss(VectorView truth, VectorView probabilities) {
  detail::require_forecast(truth, probabilities, "log_loss");
  double sum = 0;
  for (Index i = 0; i < truth.size(); ++i)
    sum -= detail::safe_log(truth(i) == 1.0 ? probabilities(i) : 1.0 - probabilities(i));
  return sum / static_cast<double>(truth.size());
}

LIMN_INLINE double log_loss(LabelsView truth, MatrixView probabilities) {
  detail::require_pair(truth.size(), probabilities.rows(), "log_loss", "probabilities");
  double sum = 0;
  for (Index i = 0; i < truth.size(); ++i) {
    const auto row = probabilities.row(i);
    if (truth(i) < 0 || truth(i) >= row.size())
      detail::refuse("log_loss", "truth", i, "another class",
                     "one of 0 ... " + std::to_string(row.size() - 1));
    if (!(row.array() >= 0.0).all() || !(row.array() <= 1.0).all() || !(row.sum() > 0.0))
      detail::refuse("log_loss", "probabilities", i, "a row outside",
                     "numbers in [0, 1] that sum to more than 0");
    sum -= detail::safe_log(row(truth(i)) / row.sum());
  }
  return sum / static_cast<double>(truth.size());
}

LIMN_INLINE double brier(VectorView truth, VectorView probabilities) {
  detail::require_forecast(truth, probabilities, "brier");
  double sum = 0;
  for (Index i = 0; i < truth.size(); ++i)
    sum += (probabilities(i) - truth(i)) * (probabilities(i) - truth(i));
  return sum / static_cast<double>(truth.size());
}

LIMN_INLINE ClassReport class_report(LabelsView truth, LabelsView predicted) {
  detail::require_pair(truth.size(), predicted.size(), "class_report", "predicted");
  ClassReport out;
  out.classes = detail::classes_of(truth, predicted);
  const auto k = static_cast<Index>(out.classes.size());
  Vector hits = Vector::Zero(k), called = Vector::Zero(k);
  out.support = Vector::Zero(k);
  for (Index i = 0; i < truth.size(); ++i) {
    const Index t = detail::place_of(out.classes, truth(i));
    out.support(t) += 1;
    called(detail::place_of(out.classes, predicted(i))) += 1;
    if (truth(i) == predicted(i)) hits(t) += 1;
  }
  const auto n = static_cast<double>(truth.size());
  out.precision = detail::ratio(hits, called);
  out.recall = detail::ratio(hits, out.support);
  out.f1 = detail::ratio(2.0 * hits, called + out.support);
  out.accuracy = hits.sum() / n;
  out.balanced_accuracy = out.recall.sum() / static_cast<double>((out.support.array() > 0).count());
  out.f1_macro = out.f1.mean();
  out.f1_weighted = out.f1.dot(out.support) / n;
  return out;
}

LIMN_INLINE double accuracy(LabelsView truth, LabelsView predicted) {
  detail::require_pair(truth.size(), predicted.size(), "accuracy", "predicted");
  Index hits = 0;
  for (Index i = 0; i < truth.size(); ++i) hits += truth(i) == predicted(i);
  return static_cast<double>(hits) / static_cast<double>(truth.size());
}

LIMN_INLINE double balanced_accuracy(LabelsView truth, LabelsView predicted) {
  return class_report(truth, predicted).balanced_accuracy;
}

LIMN_INLINE double f1(LabelsView truth, LabelsView predicted, std::int32_t positive) {
  detail::require_pair(truth.size(), predicted.size(), "f1", "predicted");
  double hits = 0, called = 0, there = 0;
  for (Index i = 0; i < truth.size(); ++i) {
    hits += truth(i) == positive && predicted(i) == positive;
    called += predicted(i) == positive;
    there += truth(i) == positive;
  }
  return called + there > 0 ? 2.0 * hits / (called + there) : 0.0;
}

LIMN_INLINE Confusion confusion(LabelsView truth, LabelsView predicted) {
  detail::require_pair(truth.size(), predicted.size(), "confusion", "predicted");
  Confusion out;
  out.classes = detail::classes_of(truth, predicted);
  if (out.classes.size() > 4096)
    throw LimitError(ErrorCode::limit_size, {.component = "evaluate.confusion",
                                             .place = "classes",
                                             .got = std::to_string(out.classes.size()),
                                             .expected = "at most 4096",
                                             .fix = "group the classes, or use class_report"});
  const auto k = static_cast<Index>(out.classes.size());
  out.counts = Matrix::Zero(k, k);
  for (Index i = 0; i < truth.size(); ++i)
    out.counts(detail::place_of(out.classes, truth(i)),
               detail::place_of(out.classes, predicted(i))) += 1;
  return out;
}

LIMN_INLINE Classification classification(VectorView truth, VectorView probabilities,
                                          double threshold) {
  detail::require_forecast(truth, probabilities, "classification");
  Labels is(truth.size()), called(truth.size());
  for (Index i = 0; i < truth.size(); ++i) {
    is(i) = truth(i) == 1.0;
    called(i) = probabilities(i) >= threshold;
  }
  return {.n = truth.size(),
          .n_positive = is.sum(),
          .auroc = auroc(truth, probabilities),
          .average_precision = average_precision(truth, probabilities),
          .log_loss = log_loss(truth, probabilities),
          .brier = brier(truth, probabilities),
          .accuracy = accuracy(is, called),
          .balanced_accuracy = balanced_accuracy(is, called),
          .f1 = f1(is, called)};
}

}  // namespace limn::inline LIMN_ABI::evaluate
