// SPDX-License-Identifier: MIT
// Item vectors that begin near those of their neighbours.
#include <limn/encoder/detail/count_vectors.hpp>

#include <cmath>

#include <Eigen/Dense>

#include <limn/core/archive.hpp>
#include <limn/core/parallel.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

namespace {

/// Users walk at random inside one of three groups of items, and now and then leave it; the last
/// item is alone in its history.
encoder::detail::Sequences walks(std::size_t n_users, std::int32_t n_items) {
  encoder::detail::Sequences s;
  for (std::size_t user = 0; user < n_users; ++user) {
    core::Random random(5, user);
    const std::int32_t group = (n_items - 1) / 3;
    for (std::size_t i = 0; i < 4 + user % 20; ++i) {
      const std::size_t home = random.uniform() < 0.9 ? user % 3 : random.below(3);
      const auto within = std::min(random.below(group), random.below(group));  // some are popular
      s.items.push_back(static_cast<std::int32_t>(home) * group +
                        static_cast<std::int32_t>(within));
    }
    s.close();
  }
  s.items.push_back(n_items - 1);
  s.close();
  return s;
}

/// The matrix whose eigenvectors are sought, pair by pair.
Eigen::MatrixXd dense_counts(const encoder::detail::Sequences& s, Index n_items) {
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(n_items, n_items);
  Eigen::VectorXd n = Eigen::VectorXd::Zero(n_items);
  for (const std::int32_t item : s.items) n[item] += 1.0;
  for (std::size_t user = 0; user < s.users(); ++user)
    for (std::size_t a = s.begin(user); a < s.begin(user + 1); ++a)
      for (std::size_t b = s.begin(user); b < s.begin(user + 1); ++b)
        if (const auto apart = a < b ? b - a : a - b; apart >= 1 && apart <= 10)
          out(s.items[a], s.items[b]) += 1.0 / static_cast<double>(apart);
  const Eigen::VectorXd roots = (n.array() + 1.0).rsqrt();
  return roots.asDiagonal() * out * roots.asDiagonal();
}

/// Cosines between the rows of V |D|^(1/2), V D V' the part of `counts` with the `width` greatest
/// eigenvalues by size.
Eigen::MatrixXd dense_cosines(const Eigen::MatrixXd& counts, Index width) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> all(counts);
  std::vector<Index> order(static_cast<std::size_t>(counts.rows()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    return std::abs(all.eigenvalues()[a]) > std::abs(all.eigenvalues()[b]);
  });
  Eigen::MatrixXd out(counts.rows(), std::min(width, counts.rows()));
  for (Index i = 0; i < out.cols(); ++i) {
    const Index from = order[static_cast<std::size_t>(i)];
    out.col(i) = std::sqrt(std::abs(all.eigenvalues()[from])) * all.eigenvectors().col(from);
  }
  out.rowwise().normalize();
  return out * out.transpose();
}

}  // namespace

TEST_CASE("vectors from counts are the leading eigenvectors of the counts, turned") {
  const auto [n_items, width] =
      GENERATE(std::pair<Index, Index>{31, 3}, std::pair<Index, Index>{31, 48});
  CAPTURE(width);
  const encoder::detail::Sequences s = walks(200, static_cast<std::int32_t>(n_items));
  const MatrixF v = encoder::detail::count_vectors(s, 31, static_cast<std::size_t>(width), 7, {});
  REQUIRE(v.rows() == n_items);
  REQUIRE(v.cols() == width);
  const Index known = n_items - 1;
  const Eigen::MatrixXd wanted = dense_cosines(dense_counts(s, n_items), width);
  const Eigen::MatrixXd got = (v * v.transpose()).cast<double>();
  CHECK((got - wanted).topLeftCorner(known, known).cwiseAbs().maxCoeff() < 1e-4);
  CHECK(v.row(known).isZero());  // alone: no neighbour, no vector
  CHECK(v.topRows(known).rowwise().norm().isOnes(1e-5F));
}

TEST_CASE("vectors from counts: the same bits for any number of threads") {
  const encoder::detail::Sequences s = walks(300, 1501);
  set_threads(1);
  const MatrixF one = encoder::detail::count_vectors(s, 1501, 16, 7, {});
  set_threads(7);
  const MatrixF seven = encoder::detail::count_vectors(s, 1501, 16, 7, {});
  set_threads(0);
  CHECK(one == seven);
  CHECK(encoder::detail::count_vectors(s, 1501, 16, 8, {}) != seven);
}

TEMPLATE_TEST_CASE("init = counts: training begins with neighbours near each other", "",
                   encoder::EventEncoder, encoder::GruEncoder, encoder::ConvEncoder) {
  const data::EventLog log = rings(150, 31, 14);  // items in the order of their first event
  auto p = small<TestType>();
  p.epochs = 1, p.learning_rate = 1e-9;
  const auto nearness = [&](const char* init) {
    p.init = init;
    const TestType e = TestType(p).fit(log);
    const MatrixF v = e.item_vectors().rowwise().normalized();
    double near = 0.0, far = 0.0;
    for (std::int64_t i = 0; i < 31; ++i) {
      const auto row = [&](std::int64_t id) { return v.row(e.items().find(id % 31)); };
      near += row(i).dot(row(i + 1)) / 31.0;
      far += row(i).dot(row(i + 15)) / 31.0;
    }
    return near - far;
  };
  CHECK(nearness("counts") > std::abs(nearness("random")) + 0.1);
  CHECK_THROWS_AS(nearness("count"), ParamError);
}
