// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks rows whose class is not that of their nearest neighbours.
///
/// Choose it to clean the border between classes before learning, on columns of one scale
/// (features.Standard); prefer LabelNoise where a model separates the classes better than
/// distances. Shapes: x (n, d) without missing values, y (n) classes. kind_sel "all": every
/// neighbour must agree; "mode": the most frequent class among them must be the row's own, the
/// lowest class of equals. sampling_strategy "auto" never marks rows of the rarest class.
/// Cost: n^2 d, see learn.Nearest. Same bits for any number of threads.
/// **Source:** Wilson (1972), Asymptotic Properties of Nearest Neighbor Rules Using Edited Data.
/// **Differs:** nothing; the rows kept are those of imbalanced-learn's class of this name.
class EditedNearestNeighbours {
 public:
  static constexpr std::string_view name = "filter.edited_nearest_neighbours";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.needs_labels = true};

  struct Params {
    std::int64_t n_neighbors = 3;            ///< neighbours that judge a row
    std::string kind_sel = "all";            ///< who must agree: "all" or "mode"
    std::string sampling_strategy = "auto";  ///< "auto" spares the rarest class, "all" judges all
  };
  template <class V>
  static void describe(V&& v) {
    v("n_neighbors", &Params::n_neighbors, "neighbours that judge a row", core::at_least(1));
    v("kind_sel", &Params::kind_sel, "who must agree with the row: all neighbours, or most",
      core::one_of({"all", "mode"}));
    v("sampling_strategy", &Params::sampling_strategy,
      "which classes are judged: all but the rarest, or all", core::one_of({"auto", "all"}));
  }

  EditedNearestNeighbours() = default;
  explicit EditedNearestNeighbours(Params params)
      : params_(core::checked<EditedNearestNeighbours>(params)) {}
  const Params& params() const { return params_; }

  /// Judges x (n, d) with classes y (n). Errors: DataError when empty, missing or infinite
  /// somewhere, or with no more than n_neighbors rows; ShapeError for y; CancelledError.
  EditedNearestNeighbours& fit(MatrixView x, VectorView y, const Monitor& monitor = {});

  /// 1 = noise, one a row seen by fit.
  const std::vector<std::uint8_t>& noise() const { return noise_; }
  /// The rows to keep, rising.
  std::vector<std::int64_t> sample_indices() const;
  Audit audit() const;

  template <class V>
  void state(V&& v) {
    v("noise", noise_);
  }

 private:
  Params params_;
  std::vector<std::uint8_t> noise_;
};

}  // namespace limn::inline LIMN_ABI::filter

#ifdef LIMN_HEADER_ONLY
#include <limn/filter/edited_nearest_neighbours.ipp>
#endif
