// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/check.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/params.hpp>
#include <limn/filter/audit.hpp>

namespace limn::inline LIMN_ABI::filter::detail {

/// The range of each column outside of which a cell is noise: both (d).
struct Bounds {
  Vector lower, upper;

  /// No cell is noise: what a column gets that holds nothing to judge by.
  static Bounds open(Index d) {
    const double infinity = std::numeric_limits<double>::infinity();
    return {Vector::Constant(d, -infinity), Vector::Constant(d, infinity)};
  }
  void around(Index c, double centre, double reach) {
    lower(c) = centre - reach;
    upper(c) = centre + reach;
  }
  /// Missing cells are not noise.
  bool noise(Index c, double value) const { return value < lower(c) || value > upper(c); }

  template <class V>
  void state(V&& v) {
    v("lower", lower);
    v("upper", upper);
  }
  void check(std::string_view component) const {
    core::require_state(lower.size() == upper.size(), component, "bounds");
    core::require_state((lower.array() <= upper.array()).all(), component, "bounds");
  }
};

inline void require_table(MatrixView x, std::string_view component) {
  core::require_rows(x.rows(), x.cols(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

inline void require_same(MatrixView x, const Bounds& bounds, std::string_view component) {
  core::require_fitted(bounds.lower.size() > 0, component);
  core::require_width(x.cols(), bounds.lower.size(), component);
  core::require_finite(x, component, core::Missing::allowed);
}

inline MaskMatrix mask(MatrixView x, const Bounds& bounds, std::string_view component) {
  require_same(x, bounds, component);
  MaskMatrix out(x.rows(), x.cols());
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 8192,
                      [&](std::size_t begin, std::size_t end) {
                        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
                          for (Index c = 0; c < x.cols(); ++c)
                            out(r, c) = bounds.noise(c, x(r, c)) ? 1 : 0;
                      });
  return out;
}

/// The option about what becomes of a cell that is noise.
inline constexpr std::string_view action_help =
    "what happens to noise: set missing, moved to the nearer bound (clip), or only told of by mask "
    "and audit (flag)";
inline core::Rule action_rule() { return core::one_of({"missing", "clip", "flag"}); }

inline double replacement(double value, Index c, const Bounds& bounds, bool clip) {
  return clip ? std::clamp(value, bounds.lower(c), bounds.upper(c)) : missing;
}

inline Matrix act(MatrixView x, const Bounds& bounds, std::string_view action,
                  std::string_view component) {
  require_same(x, bounds, component);
  Matrix out = x;
  if (action == "flag") return out;
  const bool clip = action == "clip";
  core::parallel_rows(static_cast<std::size_t>(x.rows()), 8192,
                      [&](std::size_t begin, std::size_t end) {
                        for (auto r = static_cast<Index>(begin); r < static_cast<Index>(end); ++r)
                          for (Index c = 0; c < x.cols(); ++c)
                            if (bounds.noise(c, out(r, c)))
                              out(r, c) = replacement(out(r, c), c, bounds, clip);
                      });
  return out;
}

inline std::vector<AuditEntry> audit(MatrixView x, const Bounds& bounds, std::string_view action,
                                     std::string_view component) {
  require_same(x, bounds, component);
  std::vector<AuditEntry> out;
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0; c < x.cols(); ++c)
      if (const double v = x(r, c); bounds.noise(c, v))
        out.push_back({r, c, component, v, bounds.lower(c), bounds.upper(c), std::string(action),
                       replacement(v, c, bounds, action == "clip")});
  return out;
}

}  // namespace limn::inline LIMN_ABI::filter::detail
