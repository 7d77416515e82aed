// SPDX-License-Identifier: MIT
#pragma once

#include <limn/cluster/segment_description.hpp>
#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::cluster {

/// Says what the segments of a clustering are, in numbers and words: size, share, what each feature
/// is lifted by, a rule of at most three conditions with how much it covers and how often it is
/// right, and a name of its own in English and Chinese.
///
/// Choose it when people are to work with segments; prefer explain for the reasons of one user.
/// Shapes: x (n, d) in the caller's own units (not the scaled table the clusterer saw), y (n)
/// labels 0, 1, 2 ..., negative = in no segment. Missing cells meet no condition but "is missing".
/// Columns that data::FrameView calls categories are spoken of level by level. Words come from the
/// features that separate a segment from the rest most clearly; names of limn.features have words
/// of their own, others read "with high X" (X偏高); names that segments have already can be given.
/// Cost: n log n per column; the rules are sought
/// on at most 20,000 rows. Same bits for any number of threads.
/// **Source:** Clark and Niblett (1989), The CN2 Induction Algorithm (beam search for rules);
/// effects: Cureton (1956), Rank-biserial correlation.
/// **Differs:** thresholds are quantiles rounded to what can be read; the rule is scored by F1, or
/// by precision at a least coverage.
class Naming {
 public:
  static constexpr std::string_view name = "cluster.naming";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{
      .allows_missing = true, .allows_categories = true, .needs_labels = true};

  struct Params {
    std::int64_t max_predicates = 3;         ///< conditions of a rule
    std::string objective = "f1";            ///< what a rule is chosen by: f1, precision
    double min_coverage = 0.5;               ///< share a rule must find, for objective precision
    std::int64_t n_thresholds = 16;          ///< quantiles of a column tried as thresholds
    std::int64_t beam_width = 8;             ///< rules kept while one more condition is sought
    std::int64_t max_lifts = 10;             ///< features listed for a segment
    std::string language = "en";             ///< of texts(): en, zh
    std::vector<std::string> names = {};     ///< given names by label; empty text = found
    std::vector<std::string> names_zh = {};  ///< the same in Chinese
  };
  template <class V>
  static void describe(V&& v) {
    v("max_predicates", &Params::max_predicates, "conditions of a rule at most",
      core::between(1, 3));
    v("objective", &Params::objective,
      "what a rule is chosen by: f1, or precision at min_coverage and above",
      core::one_of({"f1", "precision"}));
    v("min_coverage", &Params::min_coverage,
      "share of a segment that its rule must find, for objective precision", core::between(0, 1));
    v("n_thresholds", &Params::n_thresholds, "quantiles of a column tried as thresholds",
      core::between(2, 256));
    v("beam_width", &Params::beam_width, "rules kept while one more condition is sought",
      core::between(1, 256));
    v("max_lifts", &Params::max_lifts, "features listed for a segment", core::between(1, 10'000));
    v("language", &Params::language, "language of texts()", core::one_of({"en", "zh"}));
    v("names", &Params::names,
      "names that segments have already, by label; an empty text or none: found", core::anything());
    v("names_zh", &Params::names_zh,
      "the same in Chinese; without one a given name stands in both languages", core::anything());
  }

  Naming() = default;
  explicit Naming(Params params) : params_(core::checked<Naming>(params)) {}
  const Params& params() const { return params_; }

  /// Describes the segments y (n) of x (n, d). Columns without a name are called x0, x1 ...
  /// Errors: DataError without rows or columns, for an infinite cell, a label that is no integer,
  /// or when every label is negative; ShapeError unless there is one label a row; CancelledError.
  Naming& fit(const data::FrameView& x, VectorView y, const Monitor& monitor = {});
  /// The same with the names of the columns: (d).
  Naming& fit(MatrixView x, VectorView y, const std::vector<std::string>& names,
              const Monitor& monitor = {});

  /// One entry a segment that has rows, by label. Errors: NotFittedError.
  const std::vector<SegmentDescription>& descriptions() const;
  /// The description of a label, or nullptr. Errors: NotFittedError.
  const SegmentDescription* find(std::int64_t label) const;
  /// Names by label, to be given to the next Naming (option names) once match_segments has kept
  /// the labels; empty text = no segment has this label; labels above 1,000,000 are left out.
  /// Errors: NotFittedError.
  std::vector<std::string> names() const;
  std::vector<std::string> names_zh() const;
  /// `text` of each segment in the language of the options. Errors: NotFittedError.
  std::vector<std::string> texts() const;
  /// Whose rule holds for which row of x (n, d): (n, descriptions), 1 = holds; a row can meet
  /// several rules or none. Errors: NotFittedError, ShapeError.
  MaskMatrix matches(MatrixView x) const;

  template <class V>
  void state(V&& v) {
    v("n_features", n_features_);
    v("descriptions", descriptions_);
  }
  void check_state() const;

 private:
  Params params_;
  std::int64_t n_features_ = 0;
  std::vector<SegmentDescription> descriptions_;
};

}  // namespace limn::inline LIMN_ABI::cluster

#ifdef LIMN_HEADER_ONLY
#include <limn/cluster/naming.ipp>
#endif
