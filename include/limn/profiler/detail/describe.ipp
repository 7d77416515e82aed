// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>

#include <limn/profiler/detail/describe.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE Matrix pick_rows(const Matrix& x, const std::vector<std::uint8_t>& flags) {
  Matrix out(std::ranges::count_if(flags, [](auto f) { return f != 0; }), x.cols());
  for (Index r = 0, to = 0; r < x.rows(); ++r)
    if (flags[static_cast<std::size_t>(r)]) out.row(to++) = x.row(r);
  return out;
}

LIMN_INLINE std::vector<std::uint8_t> learners(const data::EventLog& log,
                                               const std::vector<std::uint8_t>& apart) {
  std::vector<std::uint8_t> out(log.n_users());
  for (std::size_t u = 0; u < out.size(); ++u)
    out[u] = !apart[u] && log.offsets()[u + 1] > log.offsets()[u];
  if (std::ranges::count(out, 1) == 0) std::ranges::fill(out, std::uint8_t{1});
  return out;
}

LIMN_INLINE Matrix Describer::fit(const Config& config, const data::EventLog& log,
                                  std::int64_t as_of_us, const std::vector<std::uint8_t>& learn,
                                  const Monitor& monitor) {
  featurizers.clear(), names.clear(), block.clear();
  for (const ComponentSpec& spec : config.features) {
    auto featurizer = core::AnyEventFeaturizer::from_name(spec.name, spec.params);
    featurizer->fit(log, monitor);
    for (std::string& name : featurizer->feature_names()) {
      names.push_back(std::move(name));
      block.push_back(static_cast<std::int64_t>(featurizers.size()));
    }
    featurizers.push_back(std::move(featurizer));
    monitor.report(
        0.8 * static_cast<double>(featurizers.size()) / static_cast<double>(config.features.size()),
        "features");
  }
  Matrix all = raw(log, as_of_us);
  const Matrix known = pick_rows(all, learn);
  imputer = core::AnyTransformer::from_name(config.impute.name, config.impute.params);
  imputer->fit(known, monitor);
  scaler = core::AnyTransformer::from_name(config.scale.name, config.scale.params);
  scaler->fit(imputer->transform(known), monitor);
  monitor.report(1.0, "features");
  return all;
}

LIMN_INLINE Matrix Describer::raw(const data::EventLog& log, std::int64_t as_of_us) const {
  Matrix out(static_cast<Index>(log.n_users()), static_cast<Index>(names.size()));
  Index to = 0;
  for (const core::AnyEventFeaturizer& featurizer : featurizers) {
    const Matrix part = featurizer->transform(log, as_of_us);
    out.middleCols(to, part.cols()) = part;
    to += part.cols();
  }
  return out;
}

LIMN_INLINE Matrix Describer::ready(const Matrix& filled) const {
  Matrix out = scaler->transform(filled);
  std::vector<double> width(featurizers.size(), 0.0);
  for (const std::int64_t b : block) width[static_cast<std::size_t>(b)] += 1.0;
  for (Index c = 0; c < out.cols(); ++c)
    out.col(c) /= std::sqrt(width[static_cast<std::size_t>(block[static_cast<std::size_t>(c)])]);
  return out;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
