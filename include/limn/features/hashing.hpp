// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/data/frame.hpp>

namespace limn::inline LIMN_ABI::features {

/// Spreads columns and categories over a fixed number of output columns by a hash of their names:
/// nothing is learnt but the names of the columns, and no category is ever unknown.
///
/// Choose it for columns of very many or ever new categories; prefer OneHot when columns must be
/// read, Target when there is an answer. Two names may share a column; with alternate_sign they
/// cancel on average instead of adding up.
/// Shapes: x (n, d) -> (n, n_features). A category column adds +-1 at the hash of "name=word" (of
/// "name=code" where words are not known), a number adds +- itself at the hash of "name"; names are
/// "x0", "x1" ... where columns have none. Missing cells add nothing. Cost: one hash a category
/// and column, one addition a cell.
/// **Source:** Weinberger, Dasgupta, Langford, Smola, Attenberg (2009), Feature Hashing for Large
/// Scale Multitask Learning; hash: MurmurHash3_x86_32, seed 0.
/// **Differs:** nothing; columns are those of scikit-learn's FeatureHasher of {name: value}.
class Hashing {
 public:
  static constexpr std::string_view name = "features.hashing";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{.allows_missing = true, .allows_categories = true};

  struct Params {
    std::int64_t n_features = 256;  ///< output columns
    bool alternate_sign = true;     ///< the hash also chooses the sign
  };
  template <class V>
  static void describe(V&& v) {
    v("n_features", &Params::n_features, "output columns", core::between(1, 1 << 20));
    v("alternate_sign", &Params::alternate_sign,
      "the hash also chooses the sign, so that collisions cancel on average", core::anything());
  }

  Hashing() = default;
  explicit Hashing(Params params) : params_(core::checked<Hashing>(params)) {}
  const Params& params() const { return params_; }

  /// Remembers the names of the columns of x (n, d). Errors: DataError when empty or infinite.
  Hashing& fit(const data::FrameView& x);
  /// Sums (n, n_features). Errors: NotFittedError, ShapeError, DataError with an infinite cell.
  Matrix transform(const data::FrameView& x) const;

  /// Output column of a text, and +1 or -1.
  struct Slot {
    Index column;
    double sign;
  };
  Slot slot(std::string_view text) const;
  std::vector<std::string> feature_names(const std::vector<std::string>& names) const;

  template <class V>
  void state(V&& v) {
    v("columns", columns_);
  }

 private:
  Params params_;
  std::vector<std::string> columns_;  // (d) names
};

}  // namespace limn::inline LIMN_ABI::features

#ifdef LIMN_HEADER_ONLY
#include <limn/features/hashing.ipp>
#endif
