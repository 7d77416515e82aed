// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>

#include <limn/core/parallel.hpp>
#include <limn/recommend/item_graph.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

struct GraphPart {
  std::vector<std::int64_t> sizes;
  std::vector<std::int32_t> targets;
  std::vector<float> weights;
};

using Link = std::pair<float, std::int32_t>;

/// Keeps the heaviest links, rising by target again.
LIMN_INLINE void keep_heaviest(std::vector<Link>& links, std::size_t n) {
  if (links.size() <= n) return;
  std::nth_element(links.begin(), links.begin() + static_cast<std::ptrdiff_t>(n), links.end(),
                   [](const Link& a, const Link& b) {
                     return a.first > b.first || (a.first == b.first && a.second < b.second);
                   });
  links.resize(n);
  std::sort(links.begin(), links.end(),
            [](const Link& a, const Link& b) { return a.second < b.second; });
}

LIMN_INLINE ItemGraph join(const std::vector<GraphPart>& parts) {
  ItemGraph out;
  std::size_t total = 0;
  for (const GraphPart& part : parts) total += part.targets.size();
  out.targets.reserve(total);
  out.weights.reserve(total);
  out.offsets.push_back(0);
  for (const GraphPart& part : parts) {
    for (const std::int64_t size : part.sizes) out.offsets.push_back(out.offsets.back() + size);
    out.targets.insert(out.targets.end(), part.targets.begin(), part.targets.end());
    out.weights.insert(out.weights.end(), part.weights.begin(), part.weights.end());
  }
  return out;
}

}  // namespace detail

LIMN_INLINE void ItemGraph::check(std::size_t n, std::string_view component) const {
  core::require_state(n_items() == n && (offsets.empty() || offsets.front() == 0), component,
                      "graph.offsets");
  core::require_state(std::is_sorted(offsets.begin(), offsets.end()), component, "graph.offsets");
  const std::size_t n_links = offsets.empty() ? 0 : static_cast<std::size_t>(offsets.back());
  core::require_state(targets.size() == n_links && weights.size() == n_links, component,
                      "graph.targets");
  for (const std::int32_t target : targets)
    core::require_state(target >= 0 && static_cast<std::size_t>(target) < n, component,
                        "graph.targets");
}

LIMN_INLINE float ItemGraph::weight(std::int32_t from, std::int32_t to) const {
  const auto begin = targets.begin() + offsets[static_cast<std::size_t>(from)];
  const auto end = targets.begin() + offsets[static_cast<std::size_t>(from) + 1];
  const auto at = std::lower_bound(begin, end, to);
  return at == end || *at != to ? 0.0F : weights[static_cast<std::size_t>(at - targets.begin())];
}

LIMN_INLINE void ItemGraph::score(std::span<const std::int32_t> history,
                                  std::optional<double> half_life, std::span<float> out) const {
  std::fill(out.begin(), out.end(), 0.0F);
  detail::for_each_known(history, half_life, n_items(), [&](std::int32_t item, double age) {
    const auto w = static_cast<float>(age);
    const auto end = static_cast<std::size_t>(offsets[static_cast<std::size_t>(item) + 1]);
    for (auto e = static_cast<std::size_t>(offsets[static_cast<std::size_t>(item)]); e < end; ++e)
      out[static_cast<std::size_t>(targets[e])] += w * weights[e];
  });
}

LIMN_INLINE Reason ItemGraph::reason(std::span<const std::int32_t> history,
                                     std::optional<double> half_life, std::int32_t item,
                                     std::string_view kind) const {
  Reason out;
  double total = 0.0, loudest = 0.0;
  if (item < 0 || static_cast<std::size_t>(item) >= n_items()) return out;
  detail::for_each_known(history, half_life, n_items(), [&](std::int32_t known, double age) {
    const double part = age * static_cast<double>(weight(known, item));
    total += part;
    if (part <= loudest) return;
    loudest = part;
    out = {.kind = kind, .item = known};
  });
  if (total > 0.0) out.share = loudest / total;
  return out;
}

LIMN_INLINE ItemGraph
make_graph(std::size_t n_items, std::optional<std::int64_t> n_neighbors,
           const std::function<void(std::int32_t, RowSums&)>& row,
           const std::function<double(std::int32_t, std::int32_t, double)>& scale,
           const Monitor& monitor) {
  // At least 64 rows a part, at most 256 parts: each part owns a dense row of sums.
  const std::size_t size = std::max<std::size_t>(64, n_items / 256 + 1);
  std::vector<detail::GraphPart> parts(core::chunk_count(n_items, size));
  core::parallel_for(parts.size(), [&](std::size_t chunk) {
    const core::Range range = core::chunk_range(chunk, n_items, size);
    detail::GraphPart& part = parts[chunk];
    RowSums sums(n_items);
    std::vector<detail::Link> links;
    for (std::size_t r = range.begin; r < range.end; ++r) {
      const auto from = static_cast<std::int32_t>(r);
      row(from, sums);
      links.clear();
      for (const std::int32_t to : sums.items()) {
        const auto w = static_cast<float>(scale(from, to, sums[to]));
        if (w > 0.0F) links.emplace_back(w, to);
      }
      sums.clear();
      if (n_neighbors) detail::keep_heaviest(links, static_cast<std::size_t>(*n_neighbors));
      part.sizes.push_back(static_cast<std::int64_t>(links.size()));
      for (const auto& [w, to] : links) {
        part.targets.push_back(to);
        part.weights.push_back(w);
      }
    }
    monitor.report(static_cast<double>(chunk + 1) / static_cast<double>(parts.size()), "items");
  });
  return detail::join(parts);
}

LIMN_INLINE void fill_by_count(const VectorF& counts, std::span<float> scores) {
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (scores[i] == 0.0F) scores[i] = -1.0F / (1.0F + counts[static_cast<Index>(i)]);
}

}  // namespace limn::inline LIMN_ABI::recommend
