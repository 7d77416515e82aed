// SPDX-License-Identifier: MIT
#include <limn/cluster/kmeans.hpp>
#include <limn/core/parallel.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using cluster::KMeans;

namespace {

/// 60 rows spread by a formula that any language can repeat.
Matrix formula_rows() {
  Matrix x(60, 3);
  for (Index i = 0; i < 60; ++i)
    x.row(i) << static_cast<double>(i * 37 % 101) / 10, static_cast<double>(i * 53 % 97) / 7,
        static_cast<double>(i * 11 % 29) / 3;
  return x;
}

/// n rows around (0, 0), (10, 0), (0, 10) in turn.
Matrix three_groups(Index n, std::uint64_t seed = 3) {
  Matrix x(n, 2);
  for (Index r = 0; r < n; ++r) {
    core::Random random(seed, static_cast<std::uint64_t>(r));
    x(r, 0) = random.normal() + (r % 3 == 1 ? 10.0 : 0.0);
    x(r, 1) = random.normal() + (r % 3 == 2 ? 10.0 : 0.0);
  }
  return x;
}

double brute_inertia(const Matrix& x, const Matrix& centers) {
  double sum = 0.0;
  for (Index r = 0; r < x.rows(); ++r)
    sum += (centers.rowwise() - x.row(r)).rowwise().squaredNorm().minCoeff();
  return sum;
}

}  // namespace

// Oracle of the next three: scikit-learn 1.9.1,
//   X = numpy.array([[i*37%101/10, i*53%97/7, i*11%29/3] for i in range(60)])
//   m = sklearn.cluster.KMeans(4, init=start, n_init=1).fit(X, sample_weight=weights)
TEST_CASE("KMeans: Lloyd from given centres, as scikit-learn") {
  const Matrix x = formula_rows();
  const KMeans m = KMeans({.n_clusters = 4}).fit_from(x, x.topRows(4));
  CHECK(m.n_iter() == 8);
  CHECK(m.inertia() == Approx(746.2946725335637).epsilon(1e-12));
  const Matrix expected =
      (Matrix(4, 3) << 1.4, 2.626373626373626, 5.17948717948718, 5.085714285714285,
       9.867346938775508, 7.357142857142858, 7.416666666666667, 3.5476190476190483,
       3.962962962962963, 4.946666666666666, 10.22857142857143, 2.177777777777778)
          .finished();
  CHECK((m.centers() - expected).cwiseAbs().maxCoeff() < 1e-12);
  const std::vector<int> labels{0, 3, 2, 3, 2, 1, 0, 1, 2, 3, 1, 0, 1, 2, 3, 2, 3, 0, 1, 2,
                                1, 1, 0, 1, 2, 3, 2, 3, 0, 3, 2, 1, 2, 0, 1, 2, 1, 2, 3, 0,
                                3, 0, 1, 2, 0, 3, 2, 1, 2, 1, 0, 3, 0, 3, 2, 0, 3, 2, 3, 2};
  for (Index r = 0; r < 60; ++r) CHECK(m.labels()(r) == labels[static_cast<std::size_t>(r)]);
  CHECK(m.predict(x) == m.labels());
}

TEST_CASE("KMeans: weights, as scikit-learn and as repeated rows") {
  const Matrix x = formula_rows();
  Vector weights(60);
  for (Index r = 0; r < 60; ++r) weights(r) = static_cast<double>(1 + r % 3);
  const KMeans m = KMeans({.n_clusters = 4}).fit_from(x, x.topRows(4), weights);
  CHECK(m.n_iter() == 13);
  CHECK(m.inertia() == Approx(1586.976317918099).epsilon(1e-12));
  CHECK(m.counts().sum() == 120.0);
  Matrix repeated(120, 3);
  Index next = 0;
  for (Index r = 0; r < 60; ++r)
    for (Index copy = 0; copy <= r % 3; ++copy) repeated.row(next++) = x.row(r);
  const KMeans n = KMeans({.n_clusters = 4, .tol = 0.0}).fit_from(repeated, x.topRows(4));
  CHECK((m.centers() - n.centers()).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("KMeans: empty centres take the farthest rows, as scikit-learn") {
  const Matrix start = (Matrix(4, 3) << 0, 0, 0, 5, 5, 5, 500, 500, 500, 600, 600, 600).finished();
  const KMeans m = KMeans({.n_clusters = 4}).fit_from(formula_rows(), start);
  CHECK(m.inertia() == Approx(743.6550771419681).epsilon(1e-12));
  CHECK((m.counts().array() == Eigen::Array4d(13, 17, 15, 15)).all());
}

TEST_CASE("KMeans: groups that stand apart are found from any seed") {
  const Matrix x = three_groups(300);
  for (const char* init : {"k-means++", "random"})
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const KMeans m =
          KMeans({.n_clusters = 3, .init = init, .n_init = 5, .random_state = seed}).fit(x);
      for (Index r = 3; r < 300; ++r) CHECK(m.labels()(r) == m.labels()(r % 3));
      CHECK(m.inertia() == Approx(brute_inertia(x, m.centers())).epsilon(1e-12));
    }
}

TEST_CASE("KMeans: more starts are never worse") {
  const Matrix x = formula_rows();
  double before = std::numeric_limits<double>::infinity();
  for (const std::int64_t n : {1, 3, 10}) {
    const double now = KMeans({.n_clusters = 9, .n_init = n}).fit(x).inertia();
    CHECK(now <= before);
    before = now;
  }
}

TEST_CASE("KMeans: far from the origin nothing is lost") {
  const Matrix x = three_groups(200), far = x.array() + 1e9;
  const KMeans a = KMeans({.n_clusters = 3}).fit(x), b = KMeans({.n_clusters = 3}).fit(far);
  CHECK(a.labels() == b.labels());
  CHECK(b.inertia() == Approx(a.inertia()).epsilon(1e-5));
}

TEST_CASE("KMeans: labels are those of a plain loop in double, ties and all") {
  for (const double scale : {1.0, 1e-12, 1e12, 1e-30, 1e30}) {
    Matrix x(600, 2), centers(4, 2);
    for (Index r = 0; r < 600; ++r)
      x.row(r) << scale * static_cast<double>(r % 25), scale * static_cast<double>(r / 25);
    centers << 3, 3, 3, 20, 20, 3, 20, 20;  // rows on the lines between are equally near
    centers *= scale;
    const KMeans m = KMeans({.n_clusters = 4, .max_iter = 1}).fit_from(x, centers);
    for (Index r = 0; r < 600; ++r) {
      double least = std::numeric_limits<double>::infinity();
      Index best = 0;
      for (Index j = 0; j < 4; ++j)
        if (const double here = (x.row(r) - m.centers().row(j)).squaredNorm(); here < least)
          least = here, best = j;
      CHECK(m.labels()(r) == best);
    }
    CHECK(m.predict(x) == m.labels());
  }
}

TEST_CASE("KMeans: bounded rounds are full rounds") {
  const Matrix x = three_groups(3000);
  const Matrix start = x.topRows(13);
  Matrix centers = start;
  for (int round = 0; round < 12; ++round)  // one full round each
    centers = KMeans({.n_clusters = 13, .max_iter = 1, .tol = 0.0}).fit_from(x, centers).centers();
  const KMeans m = KMeans({.n_clusters = 13, .max_iter = 12, .tol = 0.0}).fit_from(x, start);
  CHECK((m.centers() - centers).cwiseAbs().maxCoeff() < 1e-10);
}

TEST_CASE("KMeans: float and strided tables are read as they are") {
  const MatrixF narrow = three_groups(150).cast<float>();
  const Matrix wide = narrow.cast<double>();
  const Eigen::MatrixXd by_columns = wide;
  const Eigen::Map<const Matrix, 0, AnyStride> strided(by_columns.data(), 150, 2,
                                                       AnyStride(1, 150));
  const KMeans a = KMeans({.n_clusters = 3}).fit(narrow), b = KMeans({.n_clusters = 3}).fit(wide);
  const KMeans c = KMeans({.n_clusters = 3}).fit(strided);
  CHECK(core::to_archive(b) == core::to_archive(c));
  CHECK(a.labels() == b.labels());
  CHECK(a.inertia() == Approx(b.inertia()).epsilon(1e-6));
  CHECK((a.transform(narrow) - b.transform(wide)).cwiseAbs().maxCoeff() < 1e-5);
}

TEST_CASE("KMeans: transform is the distance to each centre") {
  const Matrix x = formula_rows();
  const KMeans m = KMeans({.n_clusters = 5}).fit(x);
  const Matrix d = m.transform(x);
  CHECK(d(7, 2) == Approx((x.row(7) - m.centers().row(2)).norm()).epsilon(1e-13));
  for (Index r = 0; r < x.rows(); ++r) {
    Index nearest;
    d.row(r).minCoeff(&nearest);
    CHECK(nearest == m.predict(x.middleRows(r, 1))(0));
  }
}

TEST_CASE("KMeans: partial_fit is the running mean, hand calculation") {
  const Matrix start = (Matrix(2, 1) << 0.0, 10.0).finished();
  KMeans m = KMeans({.n_clusters = 2}).fit_from(start, start);
  m.partial_fit((Matrix(3, 1) << 1.0, 2.0, 16.0).finished());
  CHECK(m.centers()(0, 0) == Approx(1.0));   // (0 + 1 + 2) / 3
  CHECK(m.centers()(1, 0) == Approx(13.0));  // (10 + 16) / 2
  CHECK(m.counts()(0) == 3.0);
  const Vector heavy = Vector::Constant(1, 3.0);
  m.partial_fit(Matrix::Constant(1, 1, 3.0), heavy);
  CHECK(m.centers()(0, 0) == Approx(2.0));  // (1 * 3 + 3 * 3) / 6
}

TEST_CASE("KMeans: forgetting weighs the past less, hand calculation") {
  const Matrix start = Matrix::Zero(4, 1);
  KMeans m = KMeans({.n_clusters = 1, .forgetting = 0.5}).fit(start);
  m.partial_fit(Matrix::Constant(2, 1, 3.0));
  CHECK(m.counts()(0) == 4.0);              // half of 4, and 2
  CHECK(m.centers()(0, 0) == Approx(1.5));  // (0 * 2 + 3 * 2) / 4
}

TEST_CASE("KMeans: frozen centres stay, their weight grows, fit thaws") {
  const Matrix x = three_groups(90);
  KMeans m = KMeans({.n_clusters = 3}).fit(x);
  const Matrix before = m.centers();
  m.freeze();
  m.partial_fit(x.array() + 1.0);
  CHECK(m.centers() == before);
  CHECK(m.counts().sum() == 180.0);
  CHECK(core::from_archive<KMeans>(core::to_archive(m)).is_frozen());
  m.fit(x);
  CHECK_FALSE(m.is_frozen());
  CHECK_THROWS_AS(KMeans().freeze(), NotFittedError);
}

TEST_CASE("KMeans: fewer different rows than centres") {
  Matrix x(10, 2);
  x.topRows(5).setConstant(1.0);
  x.bottomRows(5).setConstant(4.0);
  const KMeans m = KMeans({.n_clusters = 4}).fit(x);
  CHECK(m.inertia() == 0.0);
  CHECK(m.centers().allFinite());
}

TEST_CASE("KMeans: misuse is refused by name") {
  const Matrix x = three_groups(9);
  CHECK_THROWS_AS(KMeans({.n_clusters = 10}).fit(x), DataError);
  CHECK_THROWS_AS(KMeans({.init = "kmeans"}), ParamError);
  CHECK_THROWS_AS(KMeans({.n_clusters = 2}).fit(x, Vector::Ones(8)), ShapeError);
  CHECK_THROWS_AS(KMeans({.n_clusters = 2}).fit(x, Vector::Zero(9)), DataError);
  CHECK_THROWS_AS(KMeans({.n_clusters = 2}).fit(x, Vector::Constant(9, -1.0)), DataError);
  CHECK_THROWS_AS(KMeans({.n_clusters = 2}).fit_from(x, x.topRows(3)), ShapeError);
  Matrix gap = x;
  gap(4, 1) = missing;
  CHECK_THROWS_AS(KMeans({.n_clusters = 2}).fit(gap), DataError);
  gap(4, 1) = 1e300;
  CHECK_THROWS_AS(KMeans({.n_clusters = 1}).fit(gap), DataError);
  CHECK_THROWS_AS(KMeans().labels(), NotFittedError);
  KMeans loaded = core::from_archive<KMeans>(core::to_archive(KMeans({.n_clusters = 2}).fit(x)));
  CHECK_THROWS_AS(loaded.labels(), NotFittedError);
  CHECK(loaded.predict(x).size() == 9);
}

TEST_CASE("KMeans: same bits for any number of threads") {
  const Matrix x = three_groups(5000);
  const int before = threads();
  std::vector<core::Archive> archives;
  for (const int n : {1, 2, 7}) {
    set_threads(n);
    archives.push_back(core::to_archive(KMeans({.n_clusters = 11}).fit(x)));
  }
  set_threads(before);
  CHECK(archives[0] == archives[1]);
  CHECK(archives[0] == archives[2]);
}

TEST_CASE("KMeans: directions, not places") {
  Matrix x(90, 3);
  for (Index r = 0; r < 90; ++r) {
    core::Random random(4, static_cast<std::uint64_t>(r));
    x.row(r).setZero();
    x(r, r % 3) = 1.0;
    for (Index c = 0; c < 3; ++c) x(r, c) += 0.1 * random.normal();
    x.row(r) *= std::exp(3.0 * random.normal());  // lengths say nothing
  }
  const KMeans m = KMeans({.n_clusters = 3, .spherical = true}).fit(x);
  CHECK((m.centers().rowwise().norm().array() - 1.0).abs().maxCoeff() < 1e-12);
  for (Index r = 0; r < 90; ++r) {
    CHECK(m.labels()(r) == m.labels()(r % 3));
    Index nearest = 0;
    (m.centers() * x.row(r).transpose()).maxCoeff(&nearest);
    CHECK(m.labels()(r) == nearest);
  }
  CHECK(m.predict(x * 1e-200) == m.labels());
  CHECK(m.predict(x.cast<float>()) == m.labels());
  double twice = 0.0;  // |a - b|^2 = 2 - 2 cos
  for (Index r = 0; r < 90; ++r)
    twice += 2.0 - 2.0 * x.row(r).normalized().dot(m.centers().row(m.labels()(r)));
  CHECK(m.inertia() == Approx(twice).epsilon(1e-9));
  KMeans more = m;
  more.partial_fit(x);
  CHECK((more.centers().rowwise().norm().array() - 1.0).abs().maxCoeff() < 1e-12);
  Matrix zeros = x;
  zeros.row(5).setZero();
  CHECK(KMeans({.n_clusters = 3, .spherical = true}).fit(zeros).centers().allFinite());
}

TEST_CASE("KMeans: sizes are kept, and nothing else is lost") {
  const Matrix x = three_groups(90);
  const KMeans free = KMeans({.n_clusters = 3}).fit(x);
  const KMeans wide = KMeans({.n_clusters = 3, .min_size = 5, .max_size = 60}).fit(x);
  CHECK(wide.labels() == free.labels());  // limits that do not bind
  CHECK(wide.inertia() == Approx(free.inertia()));
  const auto sizes = [](const KMeans& m) {
    std::vector<Index> out(static_cast<std::size_t>(m.n_clusters()), 0);
    for (const auto label : m.labels()) ++out[static_cast<std::size_t>(label)];
    return out;
  };
  for (const std::int64_t k : {2, 4, 7}) {
    const std::int64_t least = 90 / k, most = (90 + k - 1) / k;
    for (const Index n :
         sizes(KMeans({.n_clusters = k, .min_size = least, .max_size = most}).fit(x)))
      CHECK((n >= least && n <= most));
    for (const Index n : sizes(KMeans({.n_clusters = k, .max_size = most}).fit(x)))
      CHECK(n <= most);
    for (const Index n : sizes(KMeans({.n_clusters = k, .min_size = least}).fit(x)))
      CHECK(n >= least);
  }
  CHECK_THROWS_AS(KMeans({.n_clusters = 4, .min_size = 23}).fit(x), DataError);
  CHECK_THROWS_AS(KMeans({.n_clusters = 4, .max_size = 22}).fit(x), DataError);
  CHECK(KMeans({.n_clusters = 2, .min_size = 2}).fit(Matrix::Ones(4, 2)).inertia() == 0.0);
}

TEST_CASE("KMeans: rows whose squared distances overflow are refused by every start") {
  Matrix x(80, 4);
  for (Index r = 0; r < 80; ++r)
    for (Index c = 0; c < 4; ++c)
      x(r, c) = core::Random(7, static_cast<std::uint64_t>(4 * r + c)).normal() + (r < 40 ? 0 : 8);
  x(17, 2) = 1e160;
  for (const char* init : {"k-means++", "random"}) {
    CHECK_THROWS_AS(KMeans({.n_clusters = 3, .init = init}).fit(x), DataError);
    CHECK_THROWS_AS(KMeans({.n_clusters = 3, .init = init, .min_size = 5}).fit(x), DataError);
    CHECK_THROWS_AS(KMeans({.n_clusters = 3, .init = init}).partial_fit(x), DataError);
  }
  CHECK_THROWS_AS(KMeans({.n_clusters = 3}).fit_from(x, x.topRows(3)), DataError);
  CHECK_THROWS_AS(KMeans({.n_clusters = 3}).fit(x, Vector::Constant(80, 2.0)), DataError);
  const Matrix plain = x.topRows(17), far = Matrix::Constant(3, 4, 1e200);
  CHECK(std::isfinite(KMeans({.n_clusters = 3}).fit_from(plain, far).inertia()));
  CHECK_THROWS_AS(KMeans({.n_clusters = 3, .min_size = 2}).fit_from(plain, far), DataError);
  KMeans fitted = KMeans({.n_clusters = 3}).fit(plain);
  const auto before = core::to_archive(fitted);
  CHECK_THROWS_AS(fitted.partial_fit(x), DataError);
  CHECK(core::to_archive(fitted) == before);
}

TEST_CASE("KMeans: distances of rows too far to be squared are numbers") {
  const Matrix x = (Matrix(4, 2) << 1, 1, 3, 1, 1e80, 2, 1e80, 4).finished();
  const KMeans m = KMeans({.n_clusters = 2}).fit_from(x, x(std::vector<Index>{0, 2}, Eigen::all));
  Matrix far(4, 2);
  far << 3e160, 4e160, 1e308, -1e308, -1.7e308, 1.7e308, 1e80, 0;
  const Matrix gap = m.transform(far);
  CHECK(gap.allFinite());
  CHECK(gap(0, 0) == Approx(5e160));
  CHECK(gap(1, 0) == Approx(std::sqrt(2.0) * 1e308));
  CHECK(gap(2, 0) == std::numeric_limits<double>::max());
  const Labels label = m.predict(far);
  CHECK((label(0) == 0 && label(3) == 1));  // what cannot be told apart has the lowest label
  CHECK((label.array() >= 0 && label.array() < 2).all());
  const Matrix wide = (Matrix(2, 1) << 0, 1e150).finished();
  const KMeans two = KMeans({.n_clusters = 2}).fit_from(wide, wide);
  CHECK(two.predict(Matrix::Constant(1, 1, 1e160))(0) == 1);
}
