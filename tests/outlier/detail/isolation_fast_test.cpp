// SPDX-License-Identifier: MIT
#include <limn/outlier/detail/isolation_grower.hpp>
#include <limn/outlier/detail/isolation_scorer.hpp>
#include <limn/outlier/detail/path_length.hpp>

#include "test.hpp"

using namespace limn;
using namespace limn::outlier::detail;

namespace {

struct Grown {
  IsolationNodes nodes;
  std::vector<std::int32_t> counts, depths;
};

Grown grow(const Matrix& x, IsolationPlan plan, const std::vector<std::uint8_t>& flags) {
  Grown out;
  const std::vector<double> path = average_paths(x.rows());
  plan.path = path, plan.is_category = flags;
  for (std::uint64_t t = 0; t < 13; ++t) {
    core::Random random(7, t);
    IsolationNodes tree;
    IsolationGrower<Matrix> grower(x, plan, random);
    out.depths.push_back(grower.grow(all_rows(x.rows()), tree));
    out.counts.push_back(static_cast<std::int32_t>(tree.count()));
    out.nodes.append(tree);
  }
  return out;
}

/// One row at a time, one node at a time.
double plain(const Grown& grown, const double* row) {
  double sum = 0.0;
  for_each_tree(grown.nodes, grown.counts, grown.depths,
                [&](const IsolationTree& tree) { sum += tree.length[plain_leaf(tree, row)]; });
  return sum;
}

Matrix draw(Index n, Index d, double scale) {
  Matrix x(n, d);
  for (Index r = 0; r < n; ++r) {
    core::Random random(11, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < d; ++c) x(r, c) = scale * random.normal();
  }
  return x;
}

}  // namespace

TEST_CASE("fast scoring gives the bits of a plain walk: any width, number of rows, kind of cut") {
  for (const Index d : {1, 3, 40, 300})
    for (const double scale : {1.0, 1e-12, 1e12})
      for (const std::int32_t ndim : {1, 2, 3})
        for (const std::int64_t depth : {1, 3, 7, 60}) {
          const Matrix x = draw(100, d, scale);
          const std::vector<std::uint8_t> flags(static_cast<std::size_t>(d), 0);
          IsolationPlan plan;
          plan.max_depth = depth, plan.ndim = ndim, plan.gain_share = ndim == 2 ? 1.0 : 0.0;
          const Grown grown = grow(x, plan, flags);
          const FastForest fast = fast_forest(grown.nodes, grown.counts, grown.depths, flags);
          CHECK((fast.depth > 0) == (ndim == 1 && depth < 60));
          Index wrong = 0;
          for (const std::size_t n : {1, 5, 16, 61}) {
            if (n > fast.stride) continue;
            IsolationScorer<Matrix> scorer(x, 2, 2 + n, flags, core::Missing::refused, "test");
            scorer.walk(fast, grown.nodes, grown.counts, grown.depths, true);
            for (std::size_t r = 0; r < n; ++r)
              wrong += scorer.sum(r) != plain(grown, x.row(static_cast<Index>(r) + 2).data());
          }
          CHECK(wrong == 0);
        }
}

TEST_CASE("a double just above a threshold goes right though floats cannot tell them apart") {
  for (const double at : {1.0, -1.0, 0.0, 1e-40, -3.5e30}) {
    const auto t = static_cast<double>(static_cast<float>(at));
    const double above = std::nextafter(t, 1e300), below = std::nextafter(t, -1e300);
    CHECK(static_cast<double>(float_above(above)) > t);
    CHECK_FALSE(static_cast<double>(float_above(t)) > t);
    CHECK_FALSE(static_cast<double>(float_above(below)) > t);
    CHECK(static_cast<double>(float_below(above)) == t);
    CHECK(static_cast<double>(float_below(below)) < t);
  }
  CHECK(float_above(1e300) == HUGE_VALF);
  CHECK(float_above(-1e300) == -std::numeric_limits<float>::max());
}

TEST_CASE("trees kernel: all levels, rows and single rows give the same sums") {
  const std::size_t depth = 6, count = 11, width = 5, stride = 32;
  std::vector<kernels::TreeNode> nodes(count << depth);
  std::vector<double> leaves(count << depth);
  std::vector<float> columns(width * stride);
  core::Random random(3);
  for (auto& node : nodes)
    node = {static_cast<float>(random.normal()),
            static_cast<std::uint32_t>(random.below(width) * stride)};
  for (auto& leaf : leaves) leaf = random.uniform();
  for (auto& cell : columns) cell = static_cast<float>(random.normal());
  const kernels::PerfectTrees trees{count, depth, nodes.data(), leaves.data()};
  std::vector<double> wanted(stride, 0.0);
  for (std::size_t r = 0; r < stride; ++r)
    for (std::size_t t = 0; t < count; ++t) {
      std::size_t at = 1;
      for (std::size_t i = 0; i < depth; ++i) {
        const kernels::TreeNode& node = nodes[(t << depth) + at];
        at = 2 * at + (columns[node.column + r] > node.split ? 1 : 0);
      }
      wanted[r] += leaves[(t << depth) + at - (std::size_t{1} << depth)];
    }
  for (const std::string_view level : kernels::levels()) {
    const kernels::TreesKernels& kernel = kernels::table_for(level).trees;
    std::vector<double> sum(stride, 0.0);
    kernel.add_rows(trees, stride, columns.data(), sum.data());
    CHECK(sum == wanted);
    for (std::size_t r = 0; r < stride; ++r)
      CHECK(kernel.add_row(trees, columns.data() + r, 0.0) == wanted[r]);
  }
}
