// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <numeric>
#include <span>

#include <limn/features/detail/cells.hpp>
#include <limn/features/one_hot.hpp>

namespace limn::inline LIMN_ABI::features {
namespace detail {

inline constexpr std::int64_t widest_one_hot = 65536;

/// 1 for each category of one column that shares the column of the rare ones.
inline std::vector<std::uint8_t> rare_categories(std::span<const std::int64_t> counts,
                                                 const OneHot::Params& params) {
  std::vector<std::uint8_t> out(counts.size(), 0);
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (params.min_frequency && counts[i] < *params.min_frequency) out[i] = 1;
  if (!params.max_categories) return out;
  const auto most = static_cast<std::size_t>(*params.max_categories);
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (!out[i]) kept.push_back(i);
  const bool shared = kept.size() < counts.size();
  if (kept.size() + (shared ? 1 : 0) <= most) return out;
  // Of categories equally frequent the smaller ones go first.
  std::ranges::stable_sort(kept, {}, [&](std::size_t i) { return counts[i]; });
  for (std::size_t i = 0; i + most - 1 < kept.size(); ++i) out[kept[i]] = 1;
  return out;
}

inline std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return std::string(text, end.ptr);
}

}  // namespace detail

LIMN_INLINE OneHot& OneHot::fit(MatrixView x) {
  detail::require_table(x, name);
  OneHot fresh(params_);
  std::vector<std::int64_t> counts;
  fresh.categories_ = detail::categories_of(x, counts);
  for (Index c = 0; c < x.cols(); ++c) {
    const auto first = static_cast<std::size_t>(fresh.categories_.begin(c));
    const auto n = static_cast<std::size_t>(fresh.categories_.end(c)) - first;
    const auto rare = detail::rare_categories(std::span(counts).subspan(first, n), params_);
    const auto n_rare = std::accumulate(rare.begin(), rare.end(), std::int64_t{0});
    const std::int64_t shared = fresh.width_ + static_cast<std::int64_t>(n) - n_rare;
    for (const std::uint8_t is_rare : rare)
      fresh.slots_.push_back(is_rare ? shared : fresh.width_++);
    fresh.rare_.push_back(n_rare ? fresh.width_++ : -1);
    const bool own = params_.missing_category && x.col(c).array().isNaN().any();
    fresh.missing_.push_back(own ? fresh.width_++ : -1);
  }
  if (fresh.width_ > detail::widest_one_hot)
    throw LimitError(ErrorCode::limit_size,
                     {.component = std::string(name),
                      .place = "categories",
                      .got = std::to_string(fresh.width_) + " columns",
                      .expected = "at most " + std::to_string(detail::widest_one_hot),
                      .fix = "set max_categories, or leave out columns of amounts"});
  *this = std::move(fresh);
  return *this;
}

LIMN_INLINE Matrix OneHot::transform(MatrixView x) const {
  detail::require_same(x, categories_.n_columns(), name);
  Matrix out = Matrix::Zero(x.rows(), width());
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0; c < x.cols(); ++c) {
      std::int64_t slot = missing_[static_cast<std::size_t>(c)];
      if (!std::isnan(x(r, c))) {
        const std::int64_t at = categories_.find(c, x(r, c));
        if (at < 0 && params_.handle_unknown == "error") detail::throw_unknown(name, r, c);
        slot = at < 0 ? -1 : slots_[static_cast<std::size_t>(at)];
      }
      if (slot >= 0) out(r, slot) = 1.0;
    }
  return out;
}

LIMN_INLINE Matrix OneHot::inverse_transform(MatrixView x) const {
  core::require_fitted(categories_.n_columns() > 0, name);
  core::require_width(x.cols(), width(), name);
  Matrix out = Matrix::Constant(x.rows(), categories_.n_columns(), limn::missing);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index c = 0; c < out.cols(); ++c) {
      double best = 0.0;
      for (const std::int64_t other :
           {rare_[static_cast<std::size_t>(c)], missing_[static_cast<std::size_t>(c)]})
        if (other >= 0) best = std::max(best, x(r, other));
      for (std::int64_t i = categories_.begin(c); i < categories_.end(c); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (slots_[at] == rare_[static_cast<std::size_t>(c)] || !(x(r, slots_[at]) > best))
          continue;
        best = x(r, slots_[at]);
        out(r, c) = categories_.values[at];
      }
    }
  return out;
}

LIMN_INLINE std::vector<std::string> OneHot::feature_names(
    const std::vector<std::string>& names) const {
  core::require_fitted(categories_.n_columns() > 0, name);
  core::require_width(static_cast<std::ptrdiff_t>(names.size()), categories_.n_columns(), name);
  std::vector<std::string> out(static_cast<std::size_t>(width_));
  for (std::size_t c = 0; c < names.size(); ++c) {
    const auto column = static_cast<Index>(c);
    for (std::int64_t i = categories_.begin(column); i < categories_.end(column); ++i) {
      const auto at = static_cast<std::size_t>(i);
      out[static_cast<std::size_t>(slots_[at])] =
          names[c] + "_" + detail::number_text(categories_.values[at]);
    }
    if (rare_[c] >= 0) out[static_cast<std::size_t>(rare_[c])] = names[c] + "_infrequent";
    if (missing_[c] >= 0) out[static_cast<std::size_t>(missing_[c])] = names[c] + "_missing";
  }
  return out;
}

LIMN_INLINE void OneHot::check_state() const {
  categories_.check(name);
  const auto d = categories_.ends.size();
  core::require_state(slots_.size() == categories_.values.size(), name, "slots");
  core::require_state(rare_.size() == d && missing_.size() == d, name, "rare");
  core::require_state(width_ >= 0 && width_ <= detail::widest_one_hot, name, "width");
  const auto inside = [&](std::int64_t slot, std::int64_t low) {
    core::require_state(slot >= low && slot < width_, name, "slots");
  };
  for (const std::int64_t slot : slots_) inside(slot, 0);
  for (std::size_t c = 0; c < d; ++c) {
    inside(rare_[c], -1);
    inside(missing_[c], -1);
  }
}

}  // namespace limn::inline LIMN_ABI::features
