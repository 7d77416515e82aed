// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <memory>
#include <tuple>

#include <limn/cluster/detail/near_places.hpp>
#include <limn/cluster/detail/spanning_tree.hpp>

namespace limn::inline LIMN_ABI::cluster::detail {

/// A way out of a component; squared. Ways are put in one order without ties: weight, distance,
/// rows.
struct WayOut {
  double weight = std::numeric_limits<double>::infinity();
  double distance = std::numeric_limits<double>::infinity();
  std::int32_t place = -1;
};

/// Spanning tree by rounds: every component but the largest takes its best way out.
class Boruvka {
 public:
  Boruvka(const BoxTree& tree, const NearPlaces& near)
      : tree_(tree),
        near_(near),
        n_(tree.size()),
        component_(static_cast<std::size_t>(n_)),
        cursor_(component_.size(), 0),
        way_(component_.size()),
        at_least_(near.core),
        node_component_(tree.nodes().size(), -1),
        node_core_(tree.nodes().size(), 0.0),
        n_components_(n_) {
    for (std::size_t i = 0; i < component_.size(); ++i)
      component_[i] = static_cast<std::int32_t>(i);
    for_nodes([&](std::size_t node, std::int32_t child) {
      const auto& core = near_.core;
      const auto& here = tree_.nodes()[node];
      node_core_[node] = child < 0
                             ? *std::min_element(core.begin() + here.begin, core.begin() + here.end)
                             : std::min(node_core_[static_cast<std::size_t>(child)],
                                        node_core_[static_cast<std::size_t>(child) + 1]);
    });
  }

  /// Squared weight, squared distance and rows a < b of the n - 1 edges, unsorted.
  using SquaredEdge = std::tuple<double, double, std::int32_t, std::int32_t>;
  std::vector<SquaredEdge> run(const Monitor& monitor) {
    std::vector<SquaredEdge> out;
    out.reserve(component_.size());
    const auto most = static_cast<double>(std::max<Index>(n_ - 1, 1));
    while (n_components_ > 1) {
      monitor.report(static_cast<double>(out.size()) / most, "spanning tree");
      start_round();
      each_chunk([&](std::size_t at) { ask_neighbours(at); });
      each_chunk([&](std::size_t at) {
        if (at % 64 == 0) monitor.check();
        ask_boxes(at);
      });
      join(out);
    }
    return out;
  }

 private:
  /// Looks for the best way out of one point's component.
  struct Search {
    Boruvka& all;
    std::int32_t own;
    Index self;
    double core;
    WayOut best;
    std::atomic<double>& bound;

    double limit() const { return std::min(best.weight, bound.load(std::memory_order_relaxed)); }
    bool skips(std::int32_t node, double gap) const {
      const auto at = static_cast<std::size_t>(node);
      if (all.node_component_[at] == own) return true;
      const double weight = std::max({gap, core, all.node_core_[at]});
      if (weight > bound.load(std::memory_order_relaxed) || weight > best.weight) return true;
      return weight == best.weight && gap > best.distance;
    }
    void visit(const BoxTree::Node& leaf, std::uint32_t within, const BoxTree::Distances& found) {
      for (; within; within &= within - 1) {
        const int i = std::countr_zero(within);
        const auto at = static_cast<std::size_t>(leaf.begin + i);
        if (leaf.begin + i >= leaf.end || all.component_[at] == own) continue;
        const double distance = found[static_cast<std::size_t>(i)];
        const WayOut way{std::max({distance, core, all.near_.core[at]}), distance,
                         static_cast<std::int32_t>(at)};
        if (!all.better(self, way, self, best)) continue;
        best = way;
        lower(bound, way.weight);
      }
    }
  };

  static void lower(std::atomic<double>& bound, double value) {
    double now = bound.load(std::memory_order_relaxed);
    while (value < now && !bound.compare_exchange_weak(now, value, std::memory_order_relaxed)) {
    }
  }
  std::pair<std::int32_t, std::int32_t> rows(Index from, std::int32_t to) const {
    const auto a = static_cast<std::int32_t>(tree_.row_of(from));
    const auto b = static_cast<std::int32_t>(tree_.row_of(to));
    return {std::min(a, b), std::max(a, b)};
  }
  /// Whether way p of place i comes before way q of place j.
  bool better(Index i, const WayOut& p, Index j, const WayOut& q) const {
    if (p.weight != q.weight) return p.weight < q.weight;
    if (p.distance != q.distance) return p.distance < q.distance;
    if (p.place < 0 || q.place < 0) return q.place < 0 && p.place >= 0;
    return rows(i, p.place) < rows(j, q.place);
  }

  template <class F>
  void for_nodes(F&& f) {  // children before their parents; node 1 does not exist
    for (std::size_t node = tree_.nodes().size(); node-- > 0;)
      if (node != 1) f(node, tree_.nodes()[node].child);
  }
  template <class F>
  void each_chunk(F&& f) {
    core::parallel_rows(component_.size(), 256, [&](std::size_t begin, std::size_t end) {
      for (std::size_t at = begin; at < end; ++at)
        if (component_[at] != largest_) f(at);
    });
  }

  void start_round() {
    const auto n = static_cast<std::size_t>(n_components_);
    std::vector<std::int32_t> sizes(n, 0);
    for (const std::int32_t c : component_) ++sizes[static_cast<std::size_t>(c)];
    largest_ =
        static_cast<std::int32_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
    bound_ = std::make_unique<std::atomic<double>[]>(n);
    for (std::size_t c = 0; c < n; ++c) bound_[c] = std::numeric_limits<double>::infinity();
    for_nodes([&](std::size_t node, std::int32_t child) {
      std::int32_t own = -1;
      if (child < 0) {
        const auto& here = tree_.nodes()[node];
        own = component_[static_cast<std::size_t>(here.begin)];
        for (Index at = here.begin; at < here.end && own >= 0; ++at)
          if (component_[static_cast<std::size_t>(at)] != own) own = -1;
      } else if (node_component_[static_cast<std::size_t>(child)] ==
                 node_component_[static_cast<std::size_t>(child) + 1]) {
        own = node_component_[static_cast<std::size_t>(child)];
      }
      node_component_[node] = own;
    });
    for (std::size_t at = 0; at + 1 < component_.size(); ++at) bound_by_next(at);
  }

  /// Places side by side are near each other: where they part two components, a first bound.
  void bound_by_next(std::size_t at) {
    const auto a = static_cast<std::size_t>(component_[at]);
    const auto b = static_cast<std::size_t>(component_[at + 1]);
    if (a == b) return;
    const auto place = static_cast<Index>(at);
    const double distance =
        BoxTree::squared_distance(tree_.point(place), tree_.point(place + 1), tree_.width());
    const double weight = std::max({distance, near_.core[at], near_.core[at + 1]});
    lower(bound_[a], weight);
    lower(bound_[b], weight);
  }

  bool is_out(std::size_t at) const {
    return way_[at].place >= 0 &&
           component_[static_cast<std::size_t>(way_[at].place)] != component_[at];
  }
  bool is_settled(std::size_t at) const { return is_out(at) && way_[at].weight <= at_least_[at]; }

  /// The best way among the neighbours kept, which is the best of all unless one may lie beyond
  /// them.
  void ask_neighbours(std::size_t at) {
    const std::int32_t own = component_[at];
    if (!is_out(at)) way_[at] = {};
    if (!is_settled(at)) {
      const std::size_t k = near_.kept, first = at * k;
      auto& cursor = cursor_[at];
      while (cursor < k && component_[static_cast<std::size_t>(near_.place[first + cursor])] == own)
        ++cursor;
      for (std::size_t i = cursor; i < k; ++i) {
        const auto other = static_cast<std::size_t>(near_.place[first + i]);
        if (component_[other] == own) continue;
        const double distance = near_.distance[first + i];
        const WayOut way{std::max({distance, near_.core[at], near_.core[other]}), distance,
                         near_.place[first + i]};
        if (better(static_cast<Index>(at), way, static_cast<Index>(at), way_[at])) way_[at] = way;
      }
      if (k > 0) {
        const double last = near_.distance[first + k - 1];
        const double beyond = std::max(last, near_.core[at]);
        const WayOut& way = way_[at];
        const bool surely = way.weight < beyond || (way.weight == beyond && way.distance < last);
        at_least_[at] = std::max(at_least_[at], surely ? way.weight : beyond);
        // Equal to the bound but not surely the best: the boxes decide.
        open_tie_[at] = !surely && way.place >= 0 && way.weight <= at_least_[at];
      }
    }
    if (is_out(at)) lower(bound_[static_cast<std::size_t>(own)], way_[at].weight);
  }

  void ask_boxes(std::size_t at) {
    std::atomic<double>& bound = bound_[static_cast<std::size_t>(component_[at])];
    if ((is_settled(at) && !open_tie_[at]) || at_least_[at] > bound.load(std::memory_order_relaxed))
      return;
    Search search{*this, component_[at], static_cast<Index>(at), near_.core[at], way_[at], bound};
    tree_.walk(tree_.point(static_cast<Index>(at)), search);
    way_[at] = search.best;
    at_least_[at] = std::max(at_least_[at],
                             std::min(bound.load(std::memory_order_relaxed), search.best.weight));
    open_tie_[at] = 0;
  }

  void join(std::vector<SquaredEdge>& out) {
    std::vector<Index> best(static_cast<std::size_t>(n_components_), -1);
    for (std::size_t at = 0; at < component_.size(); ++at) {
      if (component_[at] == largest_ || !is_settled(at)) continue;
      Index& own = best[static_cast<std::size_t>(component_[at])];
      if (own < 0 ||
          better(static_cast<Index>(at), way_[at], own, way_[static_cast<std::size_t>(own)]))
        own = static_cast<Index>(at);
    }
    UnionFind joined(n_components_);
    for (const Index at : best) {
      if (at < 0) continue;
      const WayOut& way = way_[static_cast<std::size_t>(at)];
      const std::int32_t p = joined.root(component_[static_cast<std::size_t>(at)]);
      const std::int32_t q = joined.root(component_[static_cast<std::size_t>(way.place)]);
      if (p == q) continue;  // the other component took the same way
      joined.hang(std::max(p, q), std::min(p, q));
      const auto [a, b] = rows(at, way.place);
      out.emplace_back(way.weight, way.distance, a, b);
    }
    std::vector<std::int32_t> number(static_cast<std::size_t>(n_components_), -1);
    std::int32_t next = 0;
    for (std::int32_t c = 0; c < n_components_; ++c)
      if (joined.root(c) == c) number[static_cast<std::size_t>(c)] = next++;
    for (std::int32_t& c : component_) c = number[static_cast<std::size_t>(joined.root(c))];
    n_components_ = next;
  }

  const BoxTree& tree_;
  const NearPlaces& near_;
  Index n_;
  std::vector<std::int32_t> component_;  ///< of a place
  std::vector<std::uint32_t> cursor_;    ///< neighbours before it have joined the component
  std::vector<WayOut> way_;              ///< best way known from a place
  std::vector<double> at_least_;         ///< no way out of a place is lighter
  std::vector<std::uint8_t> open_tie_ = std::vector<std::uint8_t>(component_.size(), 0);
  std::vector<std::int32_t> node_component_;      ///< of all its places, or -1
  std::vector<double> node_core_;                 ///< least core of its places
  std::unique_ptr<std::atomic<double>[]> bound_;  ///< best way known out of a component
  Index n_components_;
  std::int32_t largest_ = -1;
};

}  // namespace limn::inline LIMN_ABI::cluster::detail
