// SPDX-License-Identifier: MIT
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>
#include <limn/outlier/detail/path_length.hpp>
#include <limn/outlier/isolation_forest.hpp>

#include "test.hpp"

using namespace limn;
using outlier::IsolationForest;

namespace {

/// Standard normal (n, d) with one row far out in one column.
Matrix normal_with_stranger(Index n, Index d, Index row, Index column, std::uint64_t seed = 1) {
  Matrix x(n, d);
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < d; ++c) x(r, c) = random.normal();
  }
  if (row >= 0) x(row, column) = 30.0;
  return x;
}

bool same_bits(const Vector& a, const Vector& b) { return a.size() == b.size() && a == b; }

IsolationForest changed(const IsolationForest& forest, const std::string& tensor, auto&& change) {
  core::Archive archive = core::to_archive(forest);
  for (auto& [key, value] : archive.tensors)
    if (key == tensor) change(value);
  return core::from_archive<IsolationForest>(archive);
}

void put_int(core::Tensor& tensor, std::size_t at, std::int32_t value) {
  std::memcpy(tensor.bytes.data() + 4 * at, &value, 4);
}

}  // namespace

TEST_CASE("IsolationForest: two rows: one cut each tree, hand calculation") {
  // Every tree cuts once: path length 1 for both, c(2) = 1, score 2^-1.
  const Matrix x = (Matrix(2, 1) << 0.0, 1.0).finished();
  const Vector score = IsolationForest({.n_estimators = 7}).fit(x).anomaly_score(x);
  CHECK(score(0) == 0.5);
  CHECK(score(1) == 0.5);
}

TEST_CASE("IsolationForest: three rows, no depth limit: mean path against its expectation") {
  // 0, 1, 10: the first cut leaves 10 alone with probability 9/10, else 0 alone. Expected path of
  // 10: 0.9 * 1 + 0.1 * 2 = 1.1, of 0: 0.9 * 2 + 0.1 * 1 = 1.9, of 1: 2. c(3) = 5/3.
  const Matrix x = (Matrix(3, 1) << 0.0, 1.0, 10.0).finished();
  const IsolationForest forest = IsolationForest({.n_estimators = 20000, .max_depth = 10}).fit(x);
  const Vector path = -(forest.anomaly_score(x).array().log() / std::log(2.0)) * (5.0 / 3.0);
  CHECK(path(0) == Approx(1.9).margin(0.02));
  CHECK(path(1) == Approx(2.0).margin(1e-9));
  CHECK(path(2) == Approx(1.1).margin(0.02));
}

TEST_CASE("IsolationForest: rows that cannot be told apart score 0.5") {
  for (const Index n : {1, 2, 9, 300}) {
    const Matrix x = Matrix::Constant(n, 3, 4.0);
    const Vector score = IsolationForest().fit(x).anomaly_score(x);
    CHECK(score.minCoeff() == Approx(0.5).epsilon(1e-14));
    CHECK(score.maxCoeff() == Approx(0.5).epsilon(1e-14));
  }
}

TEST_CASE(
    "IsolationForest: the stranger has the highest score and its column is the reason, many "
    "seeds") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Matrix x = normal_with_stranger(250, 3, 37, 1, seed + 100);
    const IsolationForest forest = IsolationForest({.random_state = seed}).fit(x);
    Index row, column;
    const Vector score = forest.anomaly_score(x);
    CHECK(score.maxCoeff(&row) > 0.6);
    CHECK(row == 37);
    forest.explain(x.middleRows(37, 1)).row(0).maxCoeff(&column);
    CHECK(column == 1);
  }
}

TEST_CASE("IsolationForest: reasons add up to the score") {
  Matrix x = normal_with_stranger(200, 4, 3, 1);
  x(5, 2) = missing, x(7, 0) = missing;
  for (const char* mode : {"divide", "majority"}) {
    const IsolationForest forest = IsolationForest({.missing = mode}).fit(x);
    const Matrix reasons = forest.explain(x);
    const Vector score = forest.anomaly_score(x);
    for (Index r = 0; r < x.rows(); ++r)
      CHECK(reasons.row(r).sum() == Approx(forest.baseline() + std::log2(score(r))).margin(1e-10));
  }
  const Matrix divided = IsolationForest().fit(x).explain(x);
  CHECK(divided(5, 2) == 0.0);  // a value that is not there is no reason
}

TEST_CASE(
    "IsolationForest: a gap that changes nothing: one column, the score of a row without value") {
  // All cuts are divided by training share, so the row's path is the mean path of the training
  // rows.
  const Matrix x = normal_with_stranger(100, 1, -1, 0);
  const IsolationForest forest = IsolationForest().fit(x);
  const Matrix gap = Matrix::Constant(1, 1, missing);
  CHECK(-std::log2(forest.anomaly_score(gap)(0)) == Approx(forest.baseline()).epsilon(1e-12));
}

TEST_CASE("IsolationForest: missing values while learning") {
  Matrix x = normal_with_stranger(300, 3, 11, 1);
  for (Index r = 0; r < 300; r += 3) x(r, r % 2) = missing;
  x(11, 1) = 30.0;
  x.col(2).setConstant(missing);
  Index row;
  const Vector score = IsolationForest().fit(x).anomaly_score(x);
  score.maxCoeff(&row);
  CHECK(row == 11);
  CHECK((score.array() > 0.0 && score.array() < 1.0).all());
  CHECK_THROWS_AS(IsolationForest({.missing = "refuse"}).fit(x), DataError);
}

TEST_CASE("IsolationForest: categories: a row of rare codes is strange, codes have no order") {
  Matrix x(400, 3);
  for (Index r = 0; r < 400; ++r) {
    core::Random random(5, static_cast<std::uint64_t>(r));
    for (Index c = 0; c < 3; ++c) x(r, c) = static_cast<double>(random.below(3));
  }
  x.row(9) << 7.0, 3.0, 9.0;
  const IsolationForest forest = IsolationForest({.categorical = {0.0, 1.0, 2.0}}).fit(x);
  Index row;
  forest.anomaly_score(x).maxCoeff(&row);
  CHECK(row == 9);
  const data::ColumnInfo category{.kind = data::ColumnInfo::Kind::category};
  const data::Frame frame(x, {category, category, category});
  CHECK(same_bits(IsolationForest().fit(frame.view()).anomaly_score(x), forest.anomaly_score(x)));
  const Matrix unseen = (Matrix(2, 3) << 1000.0, 0.0, 1.0, missing, 0.0, 1.0).finished();
  CHECK((forest.anomaly_score(unseen).array() > 0.3).all());
  x(3, 0) = 0.5;
  try {
    IsolationForest({.categorical = {0.0}}).fit(x);
    FAIL("0.5 is no code");
  } catch (const DataError& e) {
    CHECK(e.detail().place == "row 3, column 0");
  }
  CHECK_THROWS_AS(IsolationForest({.categorical = {3.0}}).fit(x), ParamError);
}

TEST_CASE("IsolationForest: float and strided tables are read as they are") {
  const MatrixF narrow = normal_with_stranger(150, 3, 4, 1).cast<float>();
  const Matrix wide = narrow.cast<double>();
  const Eigen::MatrixXd by_columns = wide;
  const Eigen::Map<const Matrix, 0, AnyStride> strided(by_columns.data(), 150, 3,
                                                       AnyStride(1, 150));
  const IsolationForest a = IsolationForest().fit(narrow), b = IsolationForest().fit(wide),
                        c = IsolationForest().fit(strided);
  CHECK(core::to_archive(a) == core::to_archive(b));
  CHECK(core::to_archive(c) == core::to_archive(b));
  CHECK(same_bits(a.anomaly_score(narrow), b.anomaly_score(strided)));
}

TEST_CASE("IsolationForest: contamination sets the threshold") {
  const Matrix x = normal_with_stranger(1000, 4, 0, 0);
  const IsolationForest forest = IsolationForest({.contamination = 0.1}).fit(x);
  CHECK((forest.predict(x).array() == -1).count() == 100);
  CHECK(IsolationForest().fit(x).threshold() == 0.5);
  CHECK_THROWS_AS(IsolationForest({.contamination = 0.6}), ParamError);
  CHECK_THROWS_AS(IsolationForest({.contamination = 0.0}), ParamError);
}

TEST_CASE("IsolationForest: joined columns find what no single column shows") {
  // On a ring every value of a column is usual; the centre is alone.
  Matrix x(500, 2);
  for (Index r = 0; r < 500; ++r) {
    core::Random random(8, static_cast<std::uint64_t>(r));
    const double turn = 6.283185307179586 * random.uniform();
    x.row(r) << std::cos(turn) + 0.01 * random.normal(), std::sin(turn) + 0.01 * random.normal();
  }
  x.row(9) << 0.0, 0.0;
  const IsolationForest forest =
      IsolationForest({.n_estimators = 200, .max_depth = 255, .ndim = 2, .scoring = "density"})
          .fit(x);
  Index row;
  forest.anomaly_score(x).maxCoeff(&row);
  CHECK(row == 9);
}

TEST_CASE("IsolationForest: every kind of cut and score: reasons add up, scores lie in (0, 1)") {
  Matrix x = normal_with_stranger(300, 4, 3, 1);
  x(5, 2) = missing, x.col(3) = x.col(0);
  for (const std::int64_t ndim : {1, 2, 3})
    for (const double gain : {0.0, 1.0})
      for (const char* scoring : {"depth", "adj_depth", "density"}) {
        const IsolationForest forest = IsolationForest({.n_estimators = 30,
                                                        .max_depth = 40,
                                                        .ndim = ndim,
                                                        .ntry = 3,
                                                        .prob_pick_pooled_gain = gain,
                                                        .weigh_by_kurtosis = gain > 0.0,
                                                        .scoring = scoring})
                                           .fit(x);
        const Vector score = forest.anomaly_score(x);
        const Matrix reasons = forest.explain(x);
        CHECK((score.array() > 0.0 && score.array() < 1.0).all());
        for (Index r = 0; r < 20; ++r) {
          const double odds = std::string(scoring) == "density" ? 1.0 - score(r) : 1.0;
          CHECK(reasons.row(r).sum() ==
                Approx(forest.baseline() + std::log2(score(r) / odds)).margin(1e-10));
        }
      }
}

TEST_CASE("IsolationForest: the pooled gain cuts where two clumps part") {
  Matrix x(40, 1);
  for (Index r = 0; r < 40; ++r) x(r, 0) = (r < 30 ? 0.0 : 100.0) + 0.1 * static_cast<double>(r);
  const IsolationForest forest =
      IsolationForest({.n_estimators = 5, .max_depth = 1, .prob_pick_pooled_gain = 1.0}).fit(x);
  // Both sides end after one cut: path 1 + c(size).
  const double unit = outlier::detail::average_path(40);
  CHECK(-std::log2(forest.anomaly_score(x)(0)) * unit ==
        Approx(1.0 + outlier::detail::average_path(30)));
  CHECK(-std::log2(forest.anomaly_score(x)(35)) * unit ==
        Approx(1.0 + outlier::detail::average_path(10)));
}

TEST_CASE("IsolationForest: row weights are chances to be looked at") {
  const Matrix x = normal_with_stranger(600, 3, 37, 1);
  Vector weights = Vector::Ones(600);
  weights.tail(500).setZero();
  const IsolationForest forest = IsolationForest().fit(x, VectorView(weights));
  CHECK(same_bits(forest.anomaly_score(x), IsolationForest().fit(x.topRows(100)).anomaly_score(x)));
  weights(3) = -1.0;
  CHECK_THROWS_AS(IsolationForest().fit(x, VectorView(weights)), DataError);
  CHECK_THROWS_AS(IsolationForest().fit(x, VectorView(Vector::Zero(600))), DataError);
  CHECK_THROWS_AS(IsolationForest().fit(x, VectorView(Vector::Ones(5))), ShapeError);
}

TEST_CASE("IsolationForest: row weights count in a table smaller than a sample") {
  Matrix x = normal_with_stranger(200, 3, -1, 0);
  x.topRows(4).array() += 6.0;
  Vector weights = Vector::Constant(200, 2.0);
  const Vector plain = IsolationForest().fit(x).anomaly_score(x);
  CHECK(same_bits(IsolationForest().fit(x, VectorView(weights)).anomaly_score(x), plain));
  weights.head(4).setConstant(100.0);  // as if each of them stood there 50 times
  const Vector known = IsolationForest().fit(x, VectorView(weights)).anomaly_score(x);
  CHECK(plain.head(4).minCoeff() > 0.55);
  CHECK((plain - known).head(4).minCoeff() > 0.05);
}

TEST_CASE("IsolationForest: partial_fit takes row weights") {
  const Matrix x = normal_with_stranger(300, 3, 7, 0);
  Vector weights = Vector::Zero(300);
  weights.head(100).setOnes();
  const IsolationForest fitted = IsolationForest().fit(x.bottomRows(200));
  IsolationForest some = fitted, first;
  some.partial_fit(x, VectorView(weights));
  CHECK(same_bits(some.anomaly_score(x),
                  IsolationForest(fitted).partial_fit(x.topRows(100)).anomaly_score(x)));
  CHECK(same_bits(first.partial_fit(x, VectorView(weights)).anomaly_score(x),
                  IsolationForest().fit(x.topRows(100)).anomaly_score(x)));
  CHECK_THROWS_AS(some.partial_fit(x, VectorView(Vector::Constant(300, -1.0))), DataError);
  CHECK_THROWS_AS(some.partial_fit(x, VectorView(Vector::Ones(7))), ShapeError);
}

TEST_CASE("IsolationForest: partial_fit keeps a window of trees, proximity shares leaves") {
  const Matrix x = normal_with_stranger(300, 3, 7, 0);
  IsolationForest forest({.n_estimators = 20, .new_trees = 15});
  forest.partial_fit(x).partial_fit(x);
  CHECK(forest.n_trees() == 20);
  const IsolationForest before = forest;
  forest.partial_fit(Matrix(x.array() + 100.0));  // the world has moved on
  CHECK(forest.anomaly_score(x).mean() > before.anomaly_score(x).mean() + 0.1);
  CHECK_THROWS_AS(forest.drop_trees(20), ParamError);
  CHECK(forest.drop_trees(19).n_trees() == 1);
  const Matrix near = before.proximity(x.topRows(50));
  CHECK(near.diagonal() == Vector::Ones(50));
  CHECK(near == near.transpose());
  CHECK(near.row(7).sum() < near.row(8).sum());  // the stranger is like nobody
}

TEST_CASE("IsolationForest: merge joins the trees") {
  const Matrix x = normal_with_stranger(300, 3, 7, 0);
  IsolationForest a = IsolationForest({.random_state = 1}).fit(x.topRows(100));
  const IsolationForest b = IsolationForest({.random_state = 2}).fit(x.bottomRows(200));
  const Vector mean = (a.anomaly_score(x).array().log() + b.anomaly_score(x).array().log()) / 2.0;
  a.merge(b);
  CHECK(a.n_trees() == 200);
  CHECK((a.anomaly_score(x).array().log() - mean.array()).abs().maxCoeff() < 1e-12);
  a.merge(a);
  CHECK(a.n_trees() == 400);
  CHECK((a.anomaly_score(x).array().log() - mean.array()).abs().maxCoeff() < 1e-12);
  CHECK_THROWS_AS(a.merge(IsolationForest({.max_samples = 9})), ParamError);
  CHECK_THROWS_AS(a.merge(IsolationForest().fit(x.leftCols(2))), ShapeError);
}

TEST_CASE("IsolationForest: huge values do not overflow") {
  Matrix x = normal_with_stranger(100, 2, 5, 1);
  x(5, 1) = 1.7e308, x(6, 1) = -1.7e308;
  const Vector score = IsolationForest().fit(x).anomaly_score(x);
  CHECK(score.allFinite());
  CHECK(score(5) > 0.6);
}

TEST_CASE("IsolationForest: same bits for any number of threads") {
  const Matrix x = normal_with_stranger(1000, 3, 0, 0);
  const int before = threads();
  std::vector<Vector> scores;
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    scores.push_back(IsolationForest().fit(x).anomaly_score(x));
  }
  set_threads(before);
  CHECK(same_bits(scores[0], scores[1]));
  CHECK(same_bits(scores[0], scores[2]));
}

TEST_CASE("IsolationForest: a hostile file is refused") {
  const Matrix x = normal_with_stranger(50, 2, 0, 0);
  const IsolationForest forest = IsolationForest({.n_estimators = 2}).fit(x);
  const auto damage = [&](const std::string& tensor, std::size_t at, std::int32_t value) {
    return changed(forest, tensor, [&](core::Tensor& t) { put_int(t, at, value); });
  };
  CHECK_NOTHROW(damage("nodes.size", 0, 50));
  CHECK_THROWS_AS(damage("nodes.child", 0, 1 << 20), FormatError);  // out of the tree
  CHECK_THROWS_AS(damage("nodes.child", 1, 0), FormatError);        // backwards: a cycle
  CHECK_THROWS_AS(damage("nodes.child", 2, 3), FormatError);        // a child of two parents
  CHECK_THROWS_AS(damage("nodes.child", 0, 0), FormatError);        // the rest hangs in the air
  CHECK_THROWS_AS(damage("nodes.column", 0, 2), FormatError);
  CHECK_THROWS_AS(damage("nodes.size", 1, 0), FormatError);
  CHECK_THROWS_AS(damage("tree_depth", 0, 100), FormatError);
  CHECK_THROWS_AS(damage("tree_nodes", 0, 1), FormatError);
}

TEST_CASE("IsolationForest: JSON and SQL of one cut, by hand") {
  const Matrix x = (Matrix(2, 1) << 0.0, 4.0).finished();
  const IsolationForest forest = IsolationForest({.n_estimators = 1}).fit(x);
  const std::string json = forest.to_json(), sql = forest.to_sql("main.users", {"a \"b\""});
  CHECK(json.find("{\"nodes\":[{\"rows\":2,\"column\":0,\"at\":") != std::string::npos);
  CHECK(json.find("{\"rows\":1,\"length\":1e+00},{\"rows\":1,\"length\":1e+00}]") !=
        std::string::npos);
  CHECK(sql.substr(0, 48) == "SELECT *, power(2e0,-((CASE WHEN \"a \"\"b\"\"\" IS NU");
  CHECK(sql.find(" FROM \"main\".\"users\"") != std::string::npos);
  CHECK_THROWS_AS(forest.to_sql("users", {"a", "b"}), ShapeError);
  CHECK_THROWS_AS(IsolationForest().to_json(), NotFittedError);
  const IsolationForest codes = IsolationForest({.categorical = {0}}).fit(x);
  CHECK_THROWS_AS(codes.to_sql("users", {"a"}), ParamError);
}

TEST_CASE("IsolationForest: sparse rows give the bits of dense ones, few columns and many") {
  for (const Index d : {5, 1500}) {
    Matrix x = Matrix::Zero(300, d);
    std::vector<std::int64_t> offsets{0};
    std::vector<std::int32_t> columns;
    std::vector<double> values;
    core::Random random(3);
    for (Index r = 0; r < x.rows(); ++r) {
      for (Index c = 0; c < d; ++c)
        if (random.uniform() < 0.3) x(r, c) = random.uniform() < 0.05 ? missing : random.normal();
      for (Index c = 0; c < d; ++c)
        if (x(r, c) != 0.0)
          columns.push_back(static_cast<std::int32_t>(c)), values.push_back(x(r, c));
      offsets.push_back(std::ssize(columns));
    }
    const data::SparseView sparse(x.rows(), d, offsets.data(), columns.data(), values.data());
    const Vector weights = Vector::LinSpaced(300, 0.0, 2.0);
    for (const char* line : {"automatic", "conformal"}) {
      const IsolationForest::Params params{.contamination = 0.1, .threshold = line};
      IsolationForest a(params), b(params);
      CHECK(same_bits(a.fit(sparse).anomaly_score(sparse), b.fit(x).anomaly_score(x)));
      CHECK(a.threshold() == b.threshold());
      CHECK(a.predict(sparse) == b.predict(x));
      CHECK(same_bits(a.fit(sparse, weights).anomaly_score(sparse),
                      b.fit(x, weights).anomaly_score(x)));
    }
  }
  const std::int64_t offsets[] = {0, 2};
  const double values[] = {1.0, 2.0};
  for (const auto& bad : {std::array{1, 1}, std::array{1, 0}, std::array{0, 3}, std::array{-1, 0}})
    CHECK_THROWS_AS(data::SparseView(1, 3, offsets, bad.data(), values), DataError);
}

TEST_CASE("IsolationForest: gaps are filled by what the leaves of a row are like") {
  // Two groups apart in two columns: a gap of one is filled from the other's group.
  Matrix x(400, 3);
  core::Random random(8);
  for (Index r = 0; r < 400; ++r) {
    const double group = r % 2 == 0 ? -10.0 : 10.0;
    x.row(r) << group + random.normal(), group + random.normal(), r % 2 == 0 ? 3.0 : 5.0;
  }
  IsolationForest forest({.missing = "divide", .categorical = {2}, .build_imputer = true});
  forest.fit(x);
  Matrix gaps = x.topRows(20);
  gaps.col(1).setConstant(missing), gaps.col(2).setConstant(missing);
  const Matrix full = forest.impute(gaps);
  CHECK(full.col(0) == x.col(0).head(20));
  for (Index r = 0; r < 20; ++r) {
    CHECK((full(r, 1) > 0.0) == (x(r, 1) > 0.0));
    CHECK(full(r, 2) == x(r, 2));
  }
  CHECK(forest.impute(x) == x);
  const Matrix unknown = Matrix::Constant(1, 3, missing);
  CHECK(forest.impute(unknown).allFinite());
  IsolationForest both = forest;
  both.merge(forest).drop_trees(100);
  CHECK(both.impute(gaps) == full);
  x.col(1).setConstant(missing);
  CHECK(std::isnan(forest.fit(x).impute(gaps)(0, 1)));
  CHECK_THROWS_AS(IsolationForest().fit(gaps).impute(gaps), ParamError);
}

TEST_CASE("IsolationForest: labels move the rows that go the same ways") {
  Matrix x = normal_with_stranger(500, 2, -1, 0);
  for (Index r = 0; r < 10; ++r) x.row(r) << 5.0 + 0.05 * static_cast<double>(r), 5.0;
  for (Index r = 10; r < 20; ++r) x.row(r) << -5.0 - 0.05 * static_cast<double>(r), -5.0;
  for (const char* scoring : {"depth", "adj_depth", "density"}) {
    IsolationForest forest({.scoring = scoring});
    const Vector before = forest.fit(x).anomaly_score(x);
    const Matrix told = x.topRows(20)(std::vector{2, 12}, Eigen::all);
    forest.feedback(told, (Labels(2) << -1, 1).finished());
    const Vector after = forest.anomaly_score(x);
    CHECK((after - before).head(10).minCoeff() > 0.0);         // like the strange one
    CHECK((after - before).segment(10, 10).maxCoeff() < 0.0);  // like the usual one
    CHECK(after.allFinite());
    CHECK(after.maxCoeff() <= 1.0);
    const Matrix reasons = forest.explain(x);
    const bool density = forest.params().scoring == "density";
    for (const Index r : {0, 15, 300}) {
      const double odds = density ? after(r) / (1.0 - after(r)) : after(r);
      CHECK(reasons.row(r).sum() == Approx(forest.baseline() + std::log2(odds)).margin(1e-9));
    }
    IsolationForest same = core::from_archive<IsolationForest>(core::to_archive(forest));
    CHECK(same_bits(same.anomaly_score(x), after));
    CHECK(same_bits(forest.feedback(told, Labels::Zero(2)).anomaly_score(x), after));
    for (int i = 0; i < 50; ++i) forest.feedback(told, (Labels(2) << -1, 1).finished(), 10.0);
    const Vector far = forest.anomaly_score(x);
    CHECK(far.allFinite());
    CHECK(far.minCoeff() >= 0.0);
    CHECK(far.maxCoeff() <= 1.0);
  }
  IsolationForest forest = IsolationForest().fit(x);
  CHECK_THROWS_AS(forest.feedback(x, Labels::Zero(3)), ShapeError);
  CHECK_THROWS_AS(forest.feedback(x, Labels::Constant(500, 2)), DataError);
  CHECK_THROWS_AS(forest.feedback(x, Labels::Zero(500), 0.0), ParamError);
  CHECK_THROWS_AS(IsolationForest().feedback(x, Labels::Zero(500)), NotFittedError);
}

TEST_CASE("IsolationForest: labels leave the scale of the scores as it was") {
  const Matrix x = normal_with_stranger(300, 3, -1, 0);
  const Matrix told = x.topRows(30);
  for (const char* scoring : {"depth", "adj_depth", "density"})
    for (const int label : {1, -1}) {
      CAPTURE(scoring, label);
      IsolationForest forest = IsolationForest({.contamination = 0.15, .scoring = scoring}).fit(x);
      const Vector before = forest.anomaly_score(x);
      const double mean = forest.baseline();
      forest.feedback(told, Labels::Constant(30, label));
      const Vector after = forest.anomaly_score(x);
      const Index flagged = (forest.predict(x).array() == -1).count();
      CHECK(flagged > 3);
      CHECK(flagged < 150);
      CHECK(forest.baseline() == Approx(mean).margin(0.01));
      // The labelled go down among the others when usual, up when strange.
      const auto lead = [](const Vector& s) { return s.head(30).mean() - s.tail(270).mean(); };
      CHECK(label * (lead(after) - lead(before)) < 0.0);
      for (int i = 0; i < 100; ++i) forest.feedback(told, Labels::Constant(30, label));
      const Vector far = forest.anomaly_score(x);
      CHECK(far.minCoeff() > 0.01);
      CHECK(far.maxCoeff() < 1.0);
      CHECK(label * (lead(far) - lead(before)) < 0.0);
    }
}

TEST_CASE("IsolationForest: what is said first and last counts alike") {
  const Matrix x = normal_with_stranger(300, 3, -1, 0);
  const Labels usual = Labels::Constant(30, 1);
  IsolationForest apart = IsolationForest().fit(x), reversed = apart;
  for (int i = 0; i < 5; ++i) apart.feedback(x.middleRows(30 * i, 30), usual);
  for (int i = 5; i-- > 0;) reversed.feedback(x.middleRows(30 * i, 30), usual);
  CHECK((apart.anomaly_score(x) - reversed.anomaly_score(x)).cwiseAbs().maxCoeff() < 0.01);
}
