// SPDX-License-Identifier: MIT
#include <limn/cluster/detail/spanning_tree.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::detail::spanning_tree;
using cluster::detail::SpanningTree;

namespace {

Matrix random_rows(Index n, Index d, std::uint64_t seed) {
  core::Random random(seed);
  Matrix x(n, d);
  for (double& cell : x.reshaped()) cell = random.normal();
  return x;
}

/// Prim over all pairs, as in a textbook.
double brute_weight(const Matrix& x, Index neighbours) {
  const Index n = x.rows();
  Matrix distance(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) distance(i, j) = (x.row(i) - x.row(j)).norm();
  Vector core(n);
  for (Index i = 0; i < n; ++i) {
    Vector row = distance.row(i);
    std::sort(row.begin(), row.end());
    core(i) = row(neighbours);
  }
  Vector least = Vector::Constant(n, 1e300);
  std::vector<bool> in(static_cast<std::size_t>(n));
  double sum = 0.0;
  Index newest = 0;
  for (Index step = 1; step < n; ++step) {
    in[static_cast<std::size_t>(newest)] = true;
    Index next = -1;
    for (Index j = 0; j < n; ++j) {
      if (in[static_cast<std::size_t>(j)]) continue;
      least(j) = std::min(least(j), std::max({distance(newest, j), core(newest), core(j)}));
      if (next < 0 || least(j) < least(next)) next = j;
    }
    sum += least(next);
    newest = next;
  }
  return sum;
}

double weight(const SpanningTree& tree) {
  double sum = 0.0;
  for (const auto& edge : tree.edges) sum += edge.weight;
  return sum;
}

SpanningTree tree_of(const Matrix& x, Index neighbours) {
  return spanning_tree(x, neighbours, "test", Monitor{});
}

}  // namespace

TEST_CASE("spanning tree: the least weight, few and many columns, both distances") {
  for (const Index d : {1, 2, 3, 8, 24, 25, 60})
    for (const Index n : {2, 5, 33, 300})
      for (const Index neighbours : {0, 1, 4}) {
        if (n <= neighbours) continue;
        const Matrix x = random_rows(n, d, static_cast<std::uint64_t>(n + d));
        const SpanningTree tree = tree_of(x, neighbours);
        CHECK(tree.edges.size() == static_cast<std::size_t>(n - 1));
        CHECK(weight(tree) == Approx(brute_weight(x, neighbours)).epsilon(1e-12));
        CHECK(std::ranges::is_sorted(tree.edges, {}, &cluster::detail::Edge::weight));
      }
}

TEST_CASE("spanning tree: equal rows, grids and lines") {
  Matrix grid(400, 2), equal = Matrix::Constant(3000, 4, 7.0), line(50, 3);
  for (Index i = 0; i < 400; ++i)
    grid.row(i) << static_cast<double>(i % 20), static_cast<double>(i / 20);
  for (Index i = 0; i < 50; ++i) line.row(i) << static_cast<double>(i / 2), 0.0, -0.0;
  CHECK(weight(tree_of(grid, 0)) == 399.0);
  CHECK(weight(tree_of(equal, 0)) == 0.0);
  CHECK(weight(tree_of(equal, 4)) == 0.0);
  CHECK(weight(tree_of(line, 0)) == 24.0);
  CHECK(weight(tree_of(line, 3)) == Approx(brute_weight(line, 3)));
  Matrix wide = Matrix::Constant(40, 30, 1.0);
  wide.bottomRows(20).array() += 1.0;
  CHECK(weight(tree_of(wide, 0)) == Approx(std::sqrt(30.0)));
}

TEST_CASE("spanning tree: any scale, any place") {
  const Matrix x = random_rows(200, 3, 5);
  const double one = weight(tree_of(x, 3));
  for (const double scale : {1e-12, 1e-3, 1e12})
    CHECK(weight(tree_of(x * scale, 3)) == Approx(one * scale).epsilon(1e-10));
  CHECK_THROWS_AS(tree_of(x * 1e170, 0), DataError);
  CHECK_THROWS_AS(tree_of(x, 200), DataError);
}

TEST_CASE("spanning tree: same edges for any number of threads and order of rows") {
  Matrix x = random_rows(1500, 3, 9);
  x.bottomRows(300) = x.topRows(300);
  const int before = threads();
  std::vector<SpanningTree> trees;
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    trees.push_back(tree_of(x, 4));
  }
  set_threads(before);
  for (std::size_t t = 1; t < 3; ++t)
    for (std::size_t i = 0; i < trees[0].edges.size(); ++i) {
      CHECK(trees[t].edges[i].weight == trees[0].edges[i].weight);
      CHECK(trees[t].edges[i].a == trees[0].edges[i].a);
      CHECK(trees[t].edges[i].b == trees[0].edges[i].b);
    }
  CHECK(weight(tree_of(x.colwise().reverse(), 4)) == Approx(weight(trees[0])).epsilon(1e-13));
}
