// SPDX-License-Identifier: MIT
#pragma once

#include <limn/filter/detail/classes.hpp>
#include <limn/filter/tomek_links.hpp>
#include <limn/learn/neighbours.hpp>

namespace limn::inline LIMN_ABI::filter {

LIMN_INLINE TomekLinks& TomekLinks::fit(MatrixView x, VectorView y, const Monitor& monitor) {
  core::require_rows(x.rows(), x.cols(), name);
  core::require_finite(x, name, core::Missing::refused);
  const detail::Classes classes(y, x.rows(), name);
  const CodeMatrix near = learn::neighbours_within(x, 1, monitor).indices;
  const std::int32_t spared = params_.sampling_strategy == "auto" ? classes.rarest() : -1;
  std::vector<std::uint8_t> noise(classes.codes.size(), 0);
  for (std::size_t r = 0; r < noise.size(); ++r) {
    const std::int32_t other = near(static_cast<Index>(r), 0);
    noise[r] = classes.codes[r] != spared && near(other, 0) == static_cast<std::int32_t>(r) &&
               classes.codes[static_cast<std::size_t>(other)] != classes.codes[r];
  }
  noise_ = std::move(noise);
  return *this;
}

LIMN_INLINE std::vector<std::int64_t> TomekLinks::sample_indices() const {
  core::require_fitted(!noise_.empty(), name);
  return detail::unmarked(noise_);
}
LIMN_INLINE Audit TomekLinks::audit() const {
  core::require_fitted(!noise_.empty(), name);
  return audit_rows(noise_, name, "drop");
}

}  // namespace limn::inline LIMN_ABI::filter
