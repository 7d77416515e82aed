// SPDX-License-Identifier: MIT
#pragma once

#include <map>

#include <limn/core/value.hpp>
#include <limn/features/detail/cells.hpp>
#include <limn/features/detail/murmur3.hpp>
#include <limn/features/hashing.hpp>

namespace limn::inline LIMN_ABI::features {

LIMN_INLINE Hashing& Hashing::fit(const data::FrameView& x) {
  detail::require_table(x, name);
  std::vector<std::string> columns;
  for (Index c = 0; c < x.cols(); ++c) {
    std::string own = x.described() ? x.column(c).name : "";
    columns.push_back(own.empty() ? "x" + std::to_string(c) : std::move(own));
  }
  columns_ = std::move(columns);
  return *this;
}

LIMN_INLINE Hashing::Slot Hashing::slot(std::string_view text) const {
  const auto hash = static_cast<std::int32_t>(detail::murmur3(text));
  const std::int64_t size = hash < 0 ? -std::int64_t{hash} : std::int64_t{hash};
  return {static_cast<Index>(size % params_.n_features),
          params_.alternate_sign && hash < 0 ? -1.0 : 1.0};
}

LIMN_INLINE Matrix Hashing::transform(const data::FrameView& x) const {
  detail::require_same(x, static_cast<Index>(columns_.size()), name);
  Matrix out = Matrix::Zero(x.rows(), params_.n_features);
  for (Index c = 0; c < x.cols(); ++c) {
    const std::string& column = columns_[static_cast<std::size_t>(c)];
    const Slot number = slot(column);
    const bool category = x.is_category(c);
    const std::vector<std::string> words =
        category ? x.column(c).levels : std::vector<std::string>{};
    std::map<double, Slot> known;
    for (Index r = 0; r < x.rows(); ++r) {
      const double v = x(r, c);
      if (std::isnan(v)) continue;
      if (!category) {
        out(r, number.column) += number.sign * v;
        continue;
      }
      auto at = known.find(v);
      if (at == known.end()) {
        const bool worded = v >= 0.0 && v < static_cast<double>(words.size());
        at = known
                 .emplace(v, slot(column + "=" +
                                  (worded ? words[static_cast<std::size_t>(v)]
                                          : core::to_text(core::Value{v}))))
                 .first;
      }
      out(r, at->second.column) += at->second.sign;
    }
  }
  return out;
}

LIMN_INLINE std::vector<std::string> Hashing::feature_names(
    const std::vector<std::string>& names) const {
  core::require_fitted(!columns_.empty(), name);
  core::require_width(std::ssize(names), std::ssize(columns_), name);
  std::vector<std::string> out;
  for (std::int64_t i = 0; i < params_.n_features; ++i) out.push_back("hash_" + std::to_string(i));
  return out;
}

}  // namespace limn::inline LIMN_ABI::features
