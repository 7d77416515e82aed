// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <limn/coldstart/attribute_coder.hpp>
#include <limn/core/component.hpp>
#include <limn/core/monitor.hpp>
#include <limn/learn/logistic_regression.hpp>

namespace limn::inline LIMN_ABI::coldstart {

/// Guesses the segment of a user from attributes alone: probabilities learnt from known users.
///
/// Choose it to give a new user a segment before the first event; prefer the clusterer itself once
/// features of a history exist. The attributes enter a logistic regression: a category as one
/// column a level (the 100 most frequent), a number standardised, and for each column whether it is
/// unknown. Shapes: x (n, d), NaN = unknown; y (n) segment ids, users below 0 or NaN are not learnt
/// from. A user about whom nothing is known gets about the shares of the segments. With one
/// segment, it has probability 1. Cost: that of learn.LogisticRegression on at most `max_rows`
/// users, evenly spread.
/// **Source:** Lam, Vu, Le, Duong (2008), Addressing Cold-Start Problem in Recommendation Systems
/// (classes from user information). **Differs:** segments are the classes; unknown is a level.
class PreClassify {
 public:
  static constexpr std::string_view name = "coldstart.pre_classify";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true,
                                   .allows_categories = true,
                                   .needs_labels = true,
                                   .row_order_free = false};

  struct Params {
    double C = 1.0;                 // inverse weight of the squared coefficients
    std::int64_t max_rows = 50000;  // known users learnt from at most
  };
  template <class V>
  static void describe(V&& v) {
    v("C", &Params::C, "inverse weight of the squared coefficients", core::inside(0, 1e300));
    v("max_rows", &Params::max_rows, "known users learnt from at most", core::at_least(10));
  }

  PreClassify() = default;
  explicit PreClassify(Params params) : params_(core::checked<PreClassify>(params)) {}
  const Params& params() const { return params_; }

  /// Errors: DataError without a labelled user, for infinite cells and more than 1024 segments;
  /// ShapeError when lengths differ.
  PreClassify& fit(const data::FrameView& x, VectorView y, const Monitor& monitor = {});

  /// The most probable segment of each row: (n). Errors: NotFittedError, ShapeError on another
  /// width, DataError for infinite cells.
  Vector predict(MatrixView x) const;
  /// (n, n_segments), columns in the order of classes(). Errors: as predict.
  Matrix predict_proba(MatrixView x) const;
  const Vector& classes() const { return classes_; }  ///< (n_segments) ids, rising

  template <class V>
  void state(V&& v) {
    v("coder", coder_);
    v("classes", classes_);
    v("model", model_);
  }
  void check_state() const;

 private:
  Params params_;
  AttributeCoder coder_;
  Vector classes_;
  learn::LogisticRegression model_;  ///< unused with one segment
};

}  // namespace limn::inline LIMN_ABI::coldstart

#ifdef LIMN_HEADER_ONLY
#include <limn/coldstart/pre_classify.ipp>
#endif
