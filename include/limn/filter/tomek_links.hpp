// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter {

/// Marks rows that form a link across a border: two rows of different classes, each the nearest
/// neighbour of the other.
///
/// Choose it for the gentlest cleaning of a border; prefer EditedNearestNeighbours to clean deeper.
/// Shapes: x (n, d) without missing values and of one scale, y (n) classes. sampling_strategy
/// "auto" spares the rarest class, "all" marks both ends. Cost: n^2 d, see learn.Nearest.
/// **Source:** Tomek (1976), Two Modifications of CNN.
/// **Differs:** nothing; the rows kept are those of imbalanced-learn's class of this name.
class TomekLinks {
 public:
  static constexpr std::string_view name = "filter.tomek_links";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.needs_labels = true};

  struct Params {
    std::string sampling_strategy = "auto";  ///< "auto" spares the rarest class, "all" marks both
  };
  template <class V>
  static void describe(V&& v) {
    v("sampling_strategy", &Params::sampling_strategy,
      "which ends of a link are marked: all but the rarest class, or all",
      core::one_of({"auto", "all"}));
  }

  TomekLinks() = default;
  explicit TomekLinks(Params params) : params_(core::checked<TomekLinks>(params)) {}
  const Params& params() const { return params_; }

  /// Judges x (n, d) with classes y (n). Errors: DataError with fewer than 2 rows, or when missing
  /// or infinite somewhere; ShapeError for y; CancelledError.
  TomekLinks& fit(MatrixView x, VectorView y, const Monitor& monitor = {});

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
#include <limn/filter/tomek_links.ipp>
#endif
