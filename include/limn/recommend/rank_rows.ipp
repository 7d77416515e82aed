// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include <limn/core/large_pages.hpp>
#include <limn/core/parallel.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/recommend/rank_rows.hpp>
#include <limn/recommend/top_k.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

/// Columns of a graph's tile: the rows that most users know stay in a second-level cache, and the
/// sums of a user in registers.
inline constexpr std::size_t graph_tile = 64;
/// Columns of a matrix' tile: rows lie far apart, so each visit has to pay.
inline constexpr std::size_t matrix_tile = 512;
/// Users who pass one tile after another.
inline constexpr std::size_t users_at_once = 256;
/// Largest graph that is laid out, in cells: 256 MiB.
inline constexpr std::size_t most_cells = std::size_t{1} << 26;

/// Columns begin ... begin + width of all rows.
struct Tile {
  const float* x;
  std::size_t stride, begin, width;
  bool packed;  ///< rows lie side by side
};

/// What answers are made from, beside the rows.
struct Asked {
  const VectorF& counts;
  const data::Vocabulary& items;
  const data::EventLog& log;
  const Weigh& weigh;
  std::int64_t k;
  bool exclude_seen;

  std::size_t width() const { return static_cast<std::size_t>(k); }
  Ranked room() const {
    return {CodeMatrix(static_cast<Index>(log.n_users()), k),
            MatrixF(static_cast<Index>(log.n_users()), k)};
  }
  VectorF by_count() const { return (-1.0F / (1.0F + counts.array())).matrix(); }
  static void put(Best& best, std::size_t user, Ranked& out) {
    const auto width = static_cast<std::size_t>(out.items.cols());
    best.take({out.items.data() + user * width, width}, {out.scores.data() + user * width, width});
  }
};

/// Users first ... last - 1.
LIMN_INLINE std::vector<std::size_t> users_between(std::size_t first, std::size_t last) {
  std::vector<std::size_t> out(last - first);
  std::iota(out.begin(), out.end(), first);
  return out;
}

/// A block of users on their way past the tiles. With the largest entry of each row given (entries
/// at least 0), only the rows that weigh are added up for all items; what the others may still
/// bring is bounded by rest(), and only items within reach need them.
class UserBlock {
 public:
  UserBlock(const Asked& asked, std::span<const std::int32_t> codes, std::span<const float> largest,
            std::span<const std::size_t> users)
      : words_((asked.items.size() + 63) / 64),
        seen_(asked.exclude_seen ? users.size() * words_ : 0) {
    Translated translated;
    for (std::size_t u = 0; u < users.size(); ++u) {
      const data::History history = translated.view(asked.log.history(users[u]), codes);
      asked.weigh(history, known_);
      offsets_.push_back(known_.rows.size());
      leave_rest(largest);
      best_.emplace_back(rest_.back() > 0.0F ? 2 * asked.width() + 16 : asked.width());
      if (asked.exclude_seen) remember(u, history.items);
    }
  }

  void pass(const Tile& tile, const VectorF& by_count, bool zeros_by_count) {
    scores_.resize(tile.width);
    for (std::size_t u = 0; u < best_.size(); ++u) {
      add_rows(u, tile);
      if ((zeros_by_count || offsets_[u] == offsets_[u + 1]) && best_[u].worst() < 0.0F)
        for (std::size_t i = 0; i < tile.width; ++i)
          scores_[i] =
              scores_[i] == 0.0F ? by_count[static_cast<Index>(tile.begin + i)] : scores_[i];
      offer(u, tile);
    }
  }
  Best& best(std::size_t u) { return best_[u]; }
  /// Most that the rows left out bring to an item; 0 = none was left out.
  float rest(std::size_t u) const { return rest_[u]; }
  /// `score` plus what the rows left out bring to `item`, in their order.
  template <class Cell>
  float complete(std::size_t u, std::int32_t item, float score, Cell&& cell) const {
    for (std::size_t r = ends_[u]; r < offsets_[u + 1]; ++r)
      score += known_.weights[r] * cell(known_.rows[r], item);
    return score;
  }

 private:
  /// Leaves rows out from the end of the last user's as long as they bring less than 1 / 200.
  void leave_rest(std::span<const float> largest) {
    const std::size_t first = offsets_[offsets_.size() - 2];
    std::size_t end = offsets_.back();
    double sum = 0.0, left = 0.0;
    const auto most = [&](std::size_t r) {
      return static_cast<double>(known_.weights[r]) *
             static_cast<double>(largest[static_cast<std::size_t>(known_.rows[r])]);
    };
    if (!largest.empty()) {
      for (std::size_t r = first; r < end; ++r) sum += most(r);
      for (; end > first && left + most(end - 1) <= sum / 200.0; --end) left += most(end - 1);
    }
    ends_.push_back(end);
    rest_.push_back(static_cast<float>(left * 1.0001));
  }
  /// The sums of a user's rows in a tile, into scores_.
  void add_rows(std::size_t u, const Tile& tile) {
    const kernels::VectorKernels& vector = kernels::table().vector;
    const std::size_t first = offsets_[u], n = ends_[u] - first;
    if (tile.packed)
      return vector.sum_rows(tile.width, n, known_.rows.data() + first,
                             known_.weights.data() + first, tile.x, tile.stride, scores_.data());
    std::fill(scores_.begin(), scores_.end(), 0.0F);
    for (std::size_t r = first; r < first + n; ++r)
      vector.axpy(tile.width, known_.weights[r],
                  tile.x + static_cast<std::size_t>(known_.rows[r]) * tile.stride, scores_.data());
  }
  void remember(std::size_t u, std::span<const std::int32_t> items) {
    for (const std::int32_t item : items)
      if (item >= 0)
        seen_[u * words_ + static_cast<std::size_t>(item) / 64] |= std::uint64_t{1} << (item % 64);
  }
  bool seen(std::size_t u, std::size_t item) const {
    return !seen_.empty() && (seen_[u * words_ + item / 64] >> (item % 64) & 1) != 0;
  }
  void offer(std::size_t u, const Tile& tile) {
    constexpr std::size_t at_once = 16;
    Best& best = best_[u];
    if (best.full() &&
        !(kernels::table().vector.maximum(tile.width, scores_.data()) > best.worst()))
      return;  // items rise from tile to tile, so an equal score never enters
    for (std::size_t begin = 0; begin < tile.width; begin += at_once) {
      const std::size_t end = std::min(begin + at_once, tile.width);
      if (best.full() && end - begin == at_once) {
        const float worst = best.worst();
        unsigned any = 0;
        for (std::size_t i = 0; i < at_once; ++i)
          any |= static_cast<unsigned>(scores_[begin + i] > worst);
        if (any == 0) continue;
      }
      for (std::size_t i = begin; i < end; ++i)
        if (!seen(u, tile.begin + i))
          best.offer(scores_[i], static_cast<std::int32_t>(tile.begin + i));
    }
  }

  std::size_t words_;
  std::vector<std::uint64_t> seen_;  ///< one bit an item, words_ a user
  KnownRows known_;
  std::vector<std::size_t> offsets_{0};
  std::vector<std::size_t> ends_;  ///< rows of each user that are added up for all items
  std::vector<float> rest_;
  std::vector<Best> best_;
  std::vector<float> scores_;
};

LIMN_INLINE Ranked pass_matrix(const MatrixF& rows, const Asked& asked) {
  const auto n = static_cast<std::size_t>(rows.cols());
  const std::vector<std::int32_t> codes = asked.items.translate(asked.log.items());
  const VectorF by_count = asked.by_count();
  Ranked out = asked.room();
  core::parallel_rows(asked.log.n_users(), users_at_once, [&](std::size_t begin, std::size_t end) {
    UserBlock block(asked, codes, {}, users_between(begin, end));
    for (std::size_t left = 0; left < n; left += matrix_tile)
      block.pass({rows.data() + left, n, left, std::min(matrix_tile, n - left), false}, by_count,
                 false);
    for (std::size_t user = begin; user < end; ++user)
      Asked::put(block.best(user - begin), user, out);
  });
  return out;
}

/// The cells of a graph tile by tile, (n_tiles, n_items, graph_tile), gaps are 0.
LIMN_INLINE std::unique_ptr<float[]> lay_out(const ItemGraph& graph) {
  const std::size_t n = graph.n_items(), n_tiles = core::chunk_count(n, graph_tile);
  auto cells = std::make_unique_for_overwrite<float[]>(n_tiles * n * graph_tile);
  core::prefer_large_pages(cells.get(), n_tiles * n * graph_tile * sizeof(float));
  core::parallel_rows(n, 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      auto e = static_cast<std::size_t>(graph.offsets[row]);
      const auto last = static_cast<std::size_t>(graph.offsets[row + 1]);
      for (std::size_t tile = 0; tile < n_tiles; ++tile) {
        float* const to = &cells[(tile * n + row) * graph_tile];
        std::fill_n(to, graph_tile, 0.0F);
        const std::size_t left = tile * graph_tile;
        for (; e < last && static_cast<std::size_t>(graph.targets[e]) < left + graph_tile; ++e)
          to[static_cast<std::size_t>(graph.targets[e]) - left] = graph.weights[e];
      }
    }
  });
  return cells;
}

/// One user after another through the links of what is known of them; only what was touched is
/// looked at and cleared again.
class LinkWalker {
 public:
  LinkWalker(const ItemGraph& graph, const Asked& asked, std::span<const std::int32_t> popular)
      : graph_(graph),
        asked_(asked),
        popular_(popular),
        sums_(graph.n_items()),
        marks_(graph.n_items()),
        best_(asked.width()) {}

  Best& rank(const data::History& history, const VectorF& by_count) {
    known_.rows.clear(), known_.weights.clear();
    asked_.weigh(history, known_);
    for (std::size_t r = 0; r < known_.rows.size(); ++r) add(known_.rows[r], known_.weights[r]);
    if (asked_.exclude_seen) mark(history.items, seen);
    for (const std::int32_t item : touched_) {
      const float sum = std::exchange(sums_[static_cast<std::size_t>(item)], 0.0F);
      std::uint8_t& of_item = marks_[static_cast<std::size_t>(item)];
      if (sum == 0.0F || of_item != 0) continue;
      best_.offer(sum, item);
      of_item = offered;
    }
    for (std::size_t i = 0; !best_.full() && i < popular_.size(); ++i)
      if (marks_[static_cast<std::size_t>(popular_[i])] == 0)
        best_.offer(by_count[popular_[i]], popular_[i]);
    mark(touched_, 0);
    mark(history.items, 0);
    touched_.clear();
    return best_;
  }

 private:
  static constexpr std::uint8_t seen = 1, offered = 2;
  void add(std::int32_t row, float weight) {
    const auto end = static_cast<std::size_t>(graph_.offsets[static_cast<std::size_t>(row) + 1]);
    for (auto e = static_cast<std::size_t>(graph_.offsets[static_cast<std::size_t>(row)]); e < end;
         ++e) {
      float& sum = sums_[static_cast<std::size_t>(graph_.targets[e])];
      if (sum == 0.0F) touched_.push_back(graph_.targets[e]);
      sum += weight * graph_.weights[e];
    }
  }
  void mark(std::span<const std::int32_t> items, std::uint8_t value) {
    for (const std::int32_t item : items)
      if (item >= 0) marks_[static_cast<std::size_t>(item)] = value;
  }

  const ItemGraph& graph_;
  const Asked& asked_;
  std::span<const std::int32_t> popular_;
  KnownRows known_;
  std::vector<float> sums_;
  std::vector<std::uint8_t> marks_;
  std::vector<std::int32_t> touched_;
  Best best_;
};

LIMN_INLINE std::vector<std::int32_t> most_taken(const VectorF& by_count) {
  std::vector<std::int32_t> out(static_cast<std::size_t>(by_count.size()));
  std::iota(out.begin(), out.end(), 0);
  std::stable_sort(out.begin(), out.end(),
                   [&](std::int32_t a, std::int32_t b) { return by_count[a] > by_count[b]; });
  return out;
}

LIMN_INLINE Ranked walk_links(const ItemGraph& graph, const Asked& asked) {
  const std::vector<std::int32_t> codes = asked.items.translate(asked.log.items());
  const VectorF by_count = asked.by_count();
  const std::vector<std::int32_t> popular = most_taken(by_count);
  Ranked out = asked.room();
  core::parallel_rows(asked.log.n_users(), users_at_once, [&](std::size_t begin, std::size_t end) {
    LinkWalker walker(graph, asked, popular);
    Translated translated;
    for (std::size_t user = begin; user < end; ++user)
      Asked::put(walker.rank(translated.view(asked.log.history(user), codes), by_count), user, out);
  });
  return out;
}

/// A dense graph: tiles for the rows that weigh, single cells for the rest.
class GraphTiles {
 public:
  GraphTiles(const ItemGraph& graph, const Asked& asked)
      : graph_(graph),
        asked_(asked),
        codes_(asked.items.translate(asked.log.items())),
        by_count_(asked.by_count()),
        cells_(lay_out(graph)),
        largest_(graph.n_items()) {
    for (std::size_t row = 0; row < largest_.size(); ++row)
      for (auto e = static_cast<std::size_t>(graph.offsets[row]);
           e < static_cast<std::size_t>(graph.offsets[row + 1]); ++e)
        largest_[row] = std::max(largest_[row], graph.weights[e]);
  }

  Ranked rank() const {
    Ranked out = asked_.room();
    core::parallel_rows(asked_.log.n_users(), users_at_once,
                        [&](std::size_t begin, std::size_t end) { rank(begin, end, out); });
    return out;
  }

 private:
  void rank(std::size_t begin, std::size_t end, Ranked& out) const {
    const bool few = asked_.width() <= 256;  // long lists reach far: nothing can be left out
    const std::vector<std::size_t> users = users_between(begin, end);
    UserBlock block(asked_, codes_,
                    few ? std::span<const float>(largest_) : std::span<const float>(), users);
    pass(block);
    std::vector<std::size_t> open;  // whom the rows left out could still offer others
    for (std::size_t u = 0; u < users.size(); ++u) {
      if (block.rest(u) == 0.0F)
        Asked::put(block.best(u), users[u], out);
      else if (!finish(block, u, users[u], out))
        open.push_back(users[u]);
    }
    if (open.empty()) return;
    UserBlock whole(asked_, codes_, {}, open);
    pass(whole);
    for (std::size_t u = 0; u < open.size(); ++u) Asked::put(whole.best(u), open[u], out);
  }

  void pass(UserBlock& block) const {
    const std::size_t n = graph_.n_items();
    for (std::size_t left = 0; left < n; left += graph_tile)
      block.pass({&cells_[left * n], graph_tile, left, std::min(graph_tile, n - left), true},
                 by_count_, true);
  }

  /// The exact answer from the first of a partial one; false where the rest could bring in others.
  bool finish(UserBlock& block, std::size_t u, std::size_t user, Ranked& out) const {
    std::vector<std::int32_t> items(2 * asked_.width() + 16);
    std::vector<float> scores(items.size());
    block.best(u).take(items, scores);
    const auto reach = [&](float score) {
      return (std::max(score, 0.0F) + block.rest(u)) * 1.0001F;
    };
    const float kth = scores[asked_.width() - 1];
    if (!(reach(scores.back()) < kth)) return false;
    Best best(asked_.width());
    for (std::size_t i = 0; i < items.size() && scores[i] > 0.0F; ++i) {
      if (reach(scores[i]) < kth) break;  // the first k are above it already
      best.offer(block.complete(u, items[i], scores[i],
                                [&](std::int32_t row, std::int32_t item) {
                                  return cell(static_cast<std::size_t>(row),
                                              static_cast<std::size_t>(item));
                                }),
                 items[i]);
    }
    Asked::put(best, user, out);
    return true;
  }

  float cell(std::size_t row, std::size_t column) const {
    return cells_[(column / graph_tile * graph_.n_items() + row) * graph_tile +
                  column % graph_tile];
  }

  const ItemGraph& graph_;
  const Asked& asked_;
  std::vector<std::int32_t> codes_;
  VectorF by_count_;
  std::unique_ptr<float[]> cells_;
  std::vector<float> largest_;
};

}  // namespace detail

LIMN_INLINE Weigh weigh_events(std::optional<double> half_life, std::size_t n_items) {
  return [=](const data::History& history, KnownRows& known) {
    detail::for_each_known(history.items, half_life, n_items, [&](std::int32_t item, double w) {
      known.rows.push_back(item);
      known.weights.push_back(static_cast<float>(w));
    });
  };
}

LIMN_INLINE Ranked rank_rows(const ItemGraph& graph, const VectorF& counts,
                             const data::Vocabulary& items, const data::EventLog& log,
                             const Weigh& weigh, std::int64_t k, bool exclude_seen) {
  const detail::Asked asked{counts, items, log, weigh, k, exclude_seen};
  const std::size_t n = graph.n_items();
  const bool dense = 6 * graph.targets.size() > n * n && n * n <= detail::most_cells;
  if (!dense || log.n_users() < detail::users_at_once) return detail::walk_links(graph, asked);
  return detail::GraphTiles(graph, asked).rank();
}

LIMN_INLINE Ranked rank_rows(const MatrixF& rows, const VectorF& counts,
                             const data::Vocabulary& items, const data::EventLog& log,
                             const Weigh& weigh, std::int64_t k, bool exclude_seen) {
  return detail::pass_matrix(rows, {counts, items, log, weigh, k, exclude_seen});
}

}  // namespace limn::inline LIMN_ABI::recommend
