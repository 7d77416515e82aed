// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>
#include <limn/features/detail/kept_columns.hpp>

namespace limn::inline LIMN_ABI::features {

/// Keeps the columns that tell most about an answer, by mutual information: any kind of dependence
/// counts, not only straight lines.
///
/// Choose it to cut a wide table before a model; each column is judged alone, so two copies of a
/// good column both stay (filter.Correlated drops one). Prefer FalseDiscovery when what is kept
/// must hold up to chance, Variance when there is no answer.
/// Shapes: x (n, d), y (n) numbers or classes -> (n, k). Rows whose cell is missing do not count
/// for that column; categories are the columns that data::FrameView calls so and those of option
/// `categorical`. Scores are in nats, at least 0. Cost: n log n a column. Same bits for any number
/// of threads.
/// **Source:** Kraskov, Stoegbauer and Grassberger (2004), Estimating mutual information, for two
/// numbers; Ross (2014), Mutual Information between Discrete and Continuous Data Sets, for a number
/// and a class; shares for two categories.
/// **Differs:** nothing; the numbers are those of scikit-learn's mutual_info_classif and
/// mutual_info_regression but for the noise of 1e-10 that parts equal values, drawn by
/// random_state.
class MutualInformation {
 public:
  static constexpr std::string_view name = "features.mutual_information";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true,
                                   .allows_categories = true,
                                   .needs_labels = true,
                                   .row_order_free = false};

  struct Params {
    std::optional<std::int64_t> k = {};    ///< columns kept; none = all above threshold
    double threshold = 0.0;                ///< nats that a column must exceed
    std::int64_t n_neighbors = 3;          ///< neighbours of the estimate
    std::string target = "auto";           ///< the answer: auto, classes, numbers
    std::vector<double> categorical = {};  ///< columns of categories, counted from 0
    std::uint64_t random_state = 0;        ///< seed of the noise that parts equal values
  };
  template <class V>
  static void describe(V&& v) {
    v("k", &Params::k, "columns kept, those of the highest score; None: all above threshold",
      core::at_least(1));
    v("threshold", &Params::threshold, "score in nats that a column must exceed",
      core::at_least(0));
    v("n_neighbors", &Params::n_neighbors,
      "neighbours of the estimate: more = less spread, more bias", core::between(1, 1000));
    v("target", &Params::target,
      "what the answer is; auto: classes when all are whole numbers of at most 20 kinds",
      core::one_of({"auto", "classes", "numbers"}));
    v("categorical", &Params::categorical,
      "columns of categories, beside those the table itself calls so", core::at_least(0));
    v("random_state", &Params::random_state, "seed of the noise that parts equal values",
      core::at_least(0));
  }

  MutualInformation() = default;
  explicit MutualInformation(Params params) : params_(core::checked<MutualInformation>(params)) {}
  const Params& params() const { return params_; }

  /// Scores the columns of x (n, d) against y (n). Errors: DataError when empty, with an infinite
  /// cell or an answer that is not finite; ShapeError for the length of y; ParamError for a
  /// categorical column that x lacks; CancelledError.
  MutualInformation& fit(const data::FrameView& x, VectorView y, const Monitor& monitor = {});
  /// The kept columns (n, k), in their order. Errors: NotFittedError, ShapeError, DataError with an
  /// infinite cell.
  Matrix transform(MatrixView x) const;

  const Vector& scores() const { return scores_; }                         ///< (d) nats
  const std::vector<std::uint8_t>& support() const { return kept_.kept; }  ///< (d), 1 = kept
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const {
    return kept_.names(names, name);
  }

  template <class V>
  void state(V&& v) {
    v("scores", scores_);
    v("kept", kept_);
  }
  void check_state() const;

 private:
  Params params_;
  Vector scores_;
  detail::KeptColumns kept_;
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/mutual_information.ipp>
#endif
