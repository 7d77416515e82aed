// SPDX-License-Identifier: MIT
#include <stop_token>

#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/learn/nearest.hpp>

#include "test.hpp"

using namespace limn;

namespace {

/// The oracle: the plain loop in double.
learn::Neighbours plain(const Matrix& rows, const Matrix& queries, Index k, bool own) {
  learn::Neighbours out{Matrix(queries.rows(), k), CodeMatrix(queries.rows(), k)};
  for (Index q = 0; q < queries.rows(); ++q) {
    std::vector<std::pair<double, std::int32_t>> all;
    for (Index r = 0; r < rows.rows(); ++r) {
      double sum = 0.0;
      for (Index c = 0; c < rows.cols(); ++c)
        sum += (rows(r, c) - queries(q, c)) * (rows(r, c) - queries(q, c));
      if (!(own && r == q)) all.emplace_back(sum, static_cast<std::int32_t>(r));
    }
    std::sort(all.begin(), all.end());
    for (Index i = 0; i < k; ++i) {
      out.distances(q, i) = std::sqrt(all[static_cast<std::size_t>(i)].first);
      out.indices(q, i) = all[static_cast<std::size_t>(i)].second;
    }
  }
  return out;
}

Matrix draw(Index n, Index d, std::uint64_t stream, double scale = 1.0, double from = 0.0) {
  core::Random random(7, stream);
  Matrix x(n, d);
  for (Index i = 0; i < x.size(); ++i) x.data()[i] = from + scale * random.normal();
  return x;
}

void require_same(const learn::Neighbours& got, const learn::Neighbours& wanted) {
  CHECK(got.indices == wanted.indices);
  CHECK(got.distances == wanted.distances);
}

}  // namespace

TEST_CASE("neighbours are those of the plain loop, bit for bit", "[learn]") {
  struct Case {
    Index n, m, d, k;
    double scale, from;
  };
  for (const auto& [n, m, d, k, scale, from] : std::vector<Case>{{1, 1, 1, 1, 1, 0},
                                                                 {7, 3, 2, 7, 1, 0},
                                                                 {300, 70, 5, 10, 1, 0},
                                                                 {1000, 33, 17, 1, 1, 1e6},
                                                                 {500, 40, 64, 20, 1e12, 0},
                                                                 {500, 40, 64, 20, 1e-12, 1},
                                                                 {200, 10, 300, 5, 1e-200, 0},
                                                                 {200, 10, 3, 5, 1e150, 0}}) {
    INFO(n << " x " << d << ", scale " << scale << " from " << from);
    const Matrix rows = draw(n, d, 1, scale, from), queries = draw(m, d, 2, scale, from);
    require_same(learn::neighbours(rows, queries, k), plain(rows, queries, k, false));
    if (n > k) require_same(learn::neighbours_within(rows, k), plain(rows, rows, k, true));
    require_same(learn::neighbours(rows, queries.topRows(1), k),
                 plain(rows, queries.topRows(1), k, false));
    const MatrixF rows_f = rows.cast<float>(), queries_f = queries.cast<float>();
    if (!rows_f.allFinite()) continue;
    const Matrix rows_d = rows_f.cast<double>(), queries_d = queries_f.cast<double>();
    require_same(learn::neighbours(rows_f, queries_f, k), plain(rows_d, queries_d, k, false));
    require_same(learn::neighbours(rows_f, queries_f.topRows(1), k),
                 plain(rows_d, queries_d.topRows(1), k, false));
    require_same(learn::neighbours(rows_f, queries, k), plain(rows_d, queries, k, false));
    require_same(learn::neighbours(rows, queries_f, k), plain(rows, queries_d, k, false));
  }
}

TEST_CASE("equally near rows come by their number; far ones do not hide near ones", "[learn]") {
  const Matrix same = Matrix::Constant(400, 3, 2.5);
  const auto all = learn::neighbours_within(same, 3);
  CHECK(all.indices.row(0) == (CodeMatrix(1, 3) << 1, 2, 3).finished());
  CHECK(all.indices.row(399) == (CodeMatrix(1, 3) << 0, 1, 2).finished());
  CHECK(all.distances.cwiseAbs().maxCoeff() == 0);
  Matrix grid(900, 2);  // whole numbers: many ties
  for (Index i = 0; i < 900; ++i) grid.row(i) << double(i % 30), double(i / 30);
  require_same(learn::neighbours_within(grid, 8), plain(grid, grid, 8, true));
  Matrix wild = draw(500, 4, 3, 1e-6);  // one row beyond what floats can hold, one far query
  wild.row(250) = Matrix::Constant(1, 4, 1e140);
  Matrix asked = draw(20, 4, 4, 1e-6);
  asked.row(3) = Matrix::Constant(1, 4, -1e140);
  require_same(learn::neighbours(wild, asked, 5), plain(wild, asked, 5, false));
}

TEST_CASE("any strides, any number of threads, tables cut in pieces", "[learn]") {
  const Matrix rows = draw(40'000, 6, 5), queries = draw(9, 6, 6);
  const learn::Neighbours wanted = plain(rows, queries, 10, false);
  const learn::Neighbours one = plain(rows, queries.topRows(2), 10, false);
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    require_same(learn::neighbours(rows, queries, 10), wanted);
    require_same(learn::neighbours(rows, queries.topRows(2), 10), one);
  }
  set_threads(0);
  const Eigen::MatrixXd columns = rows;
  const Eigen::Map<const Matrix, 0, AnyStride> view(columns.data(), rows.rows(), rows.cols(),
                                                    AnyStride(1, rows.rows()));
  require_same(learn::neighbours(view, queries, 10), wanted);
}

TEST_CASE("Nearest remembers double and float rows", "[learn]") {
  const Matrix rows = draw(300, 5, 8), queries = draw(20, 5, 9);
  const MatrixF floats = rows.cast<float>();
  const auto c = learn::Nearest({.n_neighbors = 4}).fit(rows);
  require_same(c.kneighbors(queries), plain(rows, queries, 4, false));
  require_same(c.kneighbors_within(2), plain(rows, rows, 2, true));
  const auto f = learn::Nearest().fit(floats);
  require_same(f.kneighbors(queries, 3), plain(floats.cast<double>(), queries, 3, false));
  CHECK(core::from_archive<learn::Nearest>(core::to_archive(f)).kneighbors(queries).indices ==
        f.kneighbors(queries).indices);
  CHECK(f.kneighbors(queries.topRows(0), 3).indices.rows() == 0);
}

TEST_CASE("Nearest says what is wrong and stays as it was", "[learn]") {
  learn::Nearest c;
  const Matrix rows = draw(12, 2, 10);
  CHECK_THROWS_AS(learn::Nearest({.n_neighbors = 0}), ParamError);
  CHECK_THROWS_AS(c.kneighbors(rows), NotFittedError);
  CHECK_THROWS_AS(c.kneighbors_within(1), NotFittedError);
  c.fit(rows);
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.fit(Matrix(0, 2)), DataError);
  CHECK_THROWS_AS(c.fit(Matrix::Constant(2, 2, missing)), DataError);
  CHECK_THROWS_AS(c.kneighbors(rows, 0), ParamError);
  CHECK_THROWS_AS(c.kneighbors(rows, 13), DataError);
  CHECK_THROWS_AS(c.kneighbors_within(12), DataError);
  CHECK_THROWS_AS(c.kneighbors(Matrix::Zero(1, 3)), ShapeError);
  CHECK_THROWS_AS(c.kneighbors(Matrix::Constant(1, 2, missing)), DataError);
  CHECK_THROWS_AS(learn::neighbours_within(rows * 1e200, 2), DataError);
  std::stop_source stop;
  stop.request_stop();
  CHECK_THROWS_AS(c.kneighbors(rows, 2, Monitor({}, stop.get_token())), CancelledError);
  CHECK(core::to_archive(c) == before);
}
