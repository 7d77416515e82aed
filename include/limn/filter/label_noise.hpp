// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Finds rows whose label is probably wrong, by how sure a model that has not seen them is of
/// another one (confident learning).
///
/// Choose it for labels set by hand, by rules or by late feedback; prefer EditedNearestNeighbours
/// when distances tell more than a linear model. Shapes: y (n) classes, x (n, d) columns without
/// missing values, from which logistic regression gives the probabilities of each row out of the
/// other folds; or, with input = "probabilities", x (n, n_classes): probabilities from a model of
/// your own, out of fold, columns in rising order of the classes.
/// A row counts for class j when its probability of j is at least the mean probability of j among
/// the rows labelled j; the counts of (label, class) are scaled to the sizes of the labels, and
/// that many rows of each pair are noise, those of the clearest margin first, never one whose most
/// probable class is its label. The score of a row is p(other) / (p(label) + p(other)), `other`
/// being its most probable other class. Cost: that of the model; n log n beside it.
/// **Source:** Northcutt, Jiang, Chuang (2021), Confident Learning: Estimating Uncertainty in
/// Dataset Labels (prune by noise rate).
/// **Differs:** the score weighs the label against its best rival instead of standing alone.
class LabelNoise {
 public:
  static constexpr std::string_view name = "filter.label_noise";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.needs_labels = true};

  struct Params {
    std::string input = "columns";   ///< what x is: "columns" or "probabilities"
    std::string action = "drop";     ///< what becomes of noise: "drop", "relabel" or "weight"
    std::int64_t cv = 5;             ///< folds of the own model
    std::uint64_t random_state = 0;  ///< seed of the folds
  };
  template <class V>
  static void describe(V&& v) {
    v("input", &Params::input, "what x is: columns to learn from, or out-of-fold probabilities",
      core::one_of({"columns", "probabilities"}));
    v("action", &Params::action, "what becomes of noise: dropped, given another label, or weighed",
      core::one_of({"drop", "relabel", "weight"}));
    v("cv", &Params::cv, "folds of the own model", core::between(2, 1000));
    v("random_state", &Params::random_state, "seed of the folds", core::at_least(0));
  }

  LabelNoise() = default;
  explicit LabelNoise(Params params) : params_(core::checked<LabelNoise>(params)) {}
  const Params& params() const { return params_; }

  /// Judges the labels y (n) of x. Errors: DataError when empty, missing or infinite somewhere,
  /// with one class only, a class of fewer rows than folds, or probabilities outside of [0, 1] or
  /// whose rows do not sum to 1; ShapeError for y or for the number of probabilities;
  /// CancelledError.
  LabelNoise& fit(MatrixView x, VectorView y, const Monitor& monitor = {});

  /// 1 = noise, one a row seen by fit.
  const std::vector<std::uint8_t>& noise() const { return noise_; }
  /// In [0, 1], higher = the label is more doubtful: (n).
  const Vector& noise_score() const { return score_; }
  /// The labels, those of noise changed to the most probable class: (n).
  const Vector& corrected() const { return corrected_; }
  /// 1, for noise the share of the label against its rival: (n).
  Vector sample_weights() const;
  /// The rows to keep: all unless action is "drop".
  std::vector<std::int64_t> sample_indices() const;
  /// Rows of label i (rows) that are of class j (columns), estimated: (n_classes, n_classes).
  const Matrix& joint() const { return joint_; }
  /// Every noisy row: value = its score, replaced_by = the new label or weight.
  Audit audit() const;

  template <class V>
  void state(V&& v) {
    v("noise", noise_);
    v("score", score_);
    v("corrected", corrected_);
    v("joint", joint_);
  }
  void check_state() const;

 private:
  Params params_;
  std::vector<std::uint8_t> noise_;
  Vector score_, corrected_;
  Matrix joint_;
};

}  // namespace limn::inline LIMN_ABI::filter

#ifdef LIMN_HEADER_ONLY
#include <limn/filter/label_noise.ipp>
#endif
