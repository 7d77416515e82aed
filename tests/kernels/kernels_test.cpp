// SPDX-License-Identifier: MIT
#include <limn/kernels/kernels.hpp>

#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include <limn/core/error.hpp>
#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using Floats = std::vector<float>;

namespace {

Floats draw(std::size_t n, std::uint64_t stream, double scale = 1.0) {
  core::Random random(3, stream);
  Floats out(n);
  for (float& v : out) v = static_cast<float>(scale * random.normal());
  return out;
}

void each_level(const std::function<void(const kernels::Table&)>& check) {
  for (const std::string_view level : kernels::levels()) {
    INFO("level " << level);
    check(kernels::table_for(level));
  }
}

struct Shape {
  std::size_t m, n, k;
};

/// C = op(A) op(B) in double, the oracle.
std::vector<double> product(bool ta, bool tb, Shape s, const Floats& a, const Floats& b) {
  std::vector<double> c(s.m * s.n, 0.0);
  for (std::size_t i = 0; i < s.m; ++i)
    for (std::size_t j = 0; j < s.n; ++j)
      for (std::size_t p = 0; p < s.k; ++p)
        c[i * s.n + j] += double{ta ? a[p * s.m + i] : a[i * s.k + p]} *
                          double{tb ? b[j * s.k + p] : b[p * s.n + j]};
  return c;
}

double worst(const Floats& got, const std::vector<double>& wanted, double plus = 0.0) {
  double out = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i)
    out = std::max(out, std::abs(double{got[i]} - wanted[i] - plus));
  return out;
}

}  // namespace

TEST_CASE("sgemm equals a product in double, all forms, odd sizes") {
  each_level([](const kernels::Table& t) {
    for (const Shape s : {Shape{1, 1, 1},
                          {7, 5, 3},
                          {13, 17, 33},
                          {6, 16, 64},
                          {25, 70, 300},
                          {100, 64, 257},
                          {3, 300, 9},
                          {64, 33, 520},
                          {12, 32, 0}}) {
      const Floats a = draw(s.m * s.k, 1), b = draw(s.k * s.n, 2);
      for (const bool ta : {false, true})
        for (const bool tb : {false, true}) {
          const std::vector<double> wanted = product(ta, tb, s, a, b);
          const std::size_t lda = ta ? s.m : s.k, ldb = tb ? s.k : s.n;
          INFO(s.m << " x " << s.n << " x " << s.k << " " << ta << tb);
          Floats c(s.m * s.n, 5.0f);
          t.gemm.sgemm(ta, tb, s.m, s.n, s.k, a.data(), lda, b.data(), ldb, c.data(), s.n, false);
          CHECK(worst(c, wanted) < 2e-4);
          t.gemm.sgemm(ta, tb, s.m, s.n, s.k, a.data(), lda, b.data(), ldb, c.data(), s.n, true);
          for (float& v : c) v *= 0.5f;
          CHECK(worst(c, wanted) < 2e-4);
          Floats packed(t.gemm.packed_size(s.n, s.k)), again(s.m * s.n, 1.0f);
          t.gemm.pack(tb, s.n, s.k, b.data(), ldb, packed.data());
          t.gemm.sgemm_packed(ta, s.m, s.n, s.k, a.data(), lda, packed.data(), again.data(), s.n,
                              true);
          CHECK(worst(again, wanted, 1.0) < 2e-4);
        }
    }
  });
}

TEST_CASE("a product touches nothing beside its own block") {
  each_level([](const kernels::Table& t) {
    const Floats a = draw(20 * 40, 1), b = draw(40 * 40, 2);
    Floats c(20 * 40, 9.0f);
    t.gemm.sgemm(false, false, 7, 11, 13, a.data(), 40, b.data(), 40, c.data() + 45, 40, false);
    for (std::size_t i = 0; i < c.size(); ++i) {
      const std::size_t at = i - 45;
      const bool inside = i >= 45 && at / 40 < 7 && at % 40 < 11;
      if (!inside) CHECK(c[i] == 9.0f);
    }
  });
}

TEST_CASE("a row of a product does not depend on the rows beside it") {
  each_level([](const kernels::Table& t) {
    const Floats a = draw(50 * 64, 1), b = draw(64 * 40, 2);
    Floats whole(50 * 40), alone(40);
    t.gemm.sgemm(false, false, 50, 40, 64, a.data(), 64, b.data(), 40, whole.data(), 40, false);
    for (std::size_t i = 0; i < 50; ++i) {
      t.gemm.sgemm(false, false, 1, 40, 64, a.data() + i * 64, 64, b.data(), 40, alone.data(), 40,
                   false);
      CHECK(std::memcmp(alone.data(), whole.data() + i * 40, 40 * sizeof(float)) == 0);
    }
  });
}

TEST_CASE("sums give the same bits on every level") {
  const kernels::Table& base = kernels::table_for(kernels::levels().front());
  for (std::size_t n = 0; n < 130; ++n) {
    const Floats x = draw(n, 4), y = draw(n, 5);
    double exact = 0.0, distance = 0.0, plain = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      exact += double{x[i]} * double{y[i]};
      distance += (double{x[i]} - double{y[i]}) * (double{x[i]} - double{y[i]});
      plain += double{x[i]};
    }
    CHECK(base.vector.dot(n, x.data(), y.data()) == Approx(exact).margin(1e-4));
    CHECK(base.vector.squared_distance(n, x.data(), y.data()) == Approx(distance).margin(1e-4));
    CHECK(base.vector.sum(n, x.data()) == Approx(plain).margin(1e-4));
    each_level([&](const kernels::Table& t) {
      CHECK(t.vector.dot(n, x.data(), y.data()) == base.vector.dot(n, x.data(), y.data()));
      CHECK(t.vector.sum(n, x.data()) == base.vector.sum(n, x.data()));
      CHECK(t.vector.squared_distance(n, x.data(), y.data()) ==
            base.vector.squared_distance(n, x.data(), y.data()));
      CHECK(t.vector.maximum(n, x.data()) == base.vector.maximum(n, x.data()));
    });
  }
}

TEST_CASE("a sum of rows is axpy row by row, to the bit, on every level") {
  const kernels::Table& base = kernels::table_for(kernels::levels().front());
  constexpr std::size_t stride = 150;
  const Floats x = draw(9 * stride, 12), weights = draw(6, 13);
  const std::vector<std::int32_t> rows{8, 0, 3, 3, 5, 1};
  for (std::size_t n = 0; n < stride; n += n < 20 ? 1 : 13)
    for (const std::size_t n_rows : {0u, 1u, 6u}) {
      Floats wanted(n, 0.0f);
      for (std::size_t r = 0; r < n_rows; ++r)
        base.vector.axpy(n, weights[r], x.data() + static_cast<std::size_t>(rows[r]) * stride,
                         wanted.data());
      each_level([&](const kernels::Table& t) {
        Floats got(n + 1, 7.0f);
        t.vector.sum_rows(n, n_rows, rows.data(), weights.data(), x.data(), stride, got.data());
        CHECK(std::equal(wanted.begin(), wanted.end(), got.begin()));
        CHECK(got[n] == 7.0f);
      });
    }
}

TEST_CASE("exp is right to 2e-7 and calm at the ends") {
  each_level([](const kernels::Table& t) {
    Floats x{-1e9f, -100.0f, -87.0f, 0.0f, 88.0f, 1e9f}, y(6);
    for (int i = -800; i < 800; ++i) x.push_back(static_cast<float>(i) * 0.1f);
    y.resize(x.size());
    t.vector.exp(x.size(), x.data(), y.data());
    CHECK(y[0] == 0.0f);
    CHECK(y[1] == 0.0f);
    CHECK(y[3] == 1.0f);
    CHECK(std::isfinite(y[5]));
    for (std::size_t i = 6; i < x.size(); ++i)
      CHECK(std::abs(double{y[i]} / std::exp(double{x[i]}) - 1.0) < 2e-7);
  });
}

TEST_CASE("element-wise maps follow their formulas, same bits on every level") {
  const kernels::Table& base = kernels::table_for(kernels::levels().front());
  const auto logistic = [](double v) { return 1.0 / (1.0 + std::exp(-v)); };
  for (const std::size_t n : {1u, 5u, 16u, 23u, 67u}) {
    const Floats x = draw(n, 6, 3.0), u = draw(n, 7), dy = draw(n, 8);
    each_level([&](const kernels::Table& t) {
      const auto& f = t.activation;
      Floats y(n), g(n), d(n), same(n);
      f.silu(n, x.data(), y.data());
      base.activation.silu(n, x.data(), same.data());
      CHECK(y == same);
      for (std::size_t i = 0; i < n; ++i) CHECK(y[i] == Approx(x[i] * logistic(x[i])).margin(1e-6));
      f.gelu(n, x.data(), y.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double z = std::sqrt(2.0 / M_PI) * (x[i] + 0.044715 * std::pow(double{x[i]}, 3));
        CHECK(y[i] == Approx(0.5 * x[i] * (1.0 + std::tanh(z))).margin(2e-6));
      }
      f.gate(n, x.data(), u.data(), dy.data(), y.data());
      for (std::size_t i = 0; i < n; ++i)
        CHECK(y[i] == Approx(dy[i] + logistic(x[i]) * u[i]).margin(1e-6));
      f.gate_backward(n, x.data(), u.data(), dy.data(), g.data(), d.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double s = logistic(x[i]);
        CHECK(d[i] == Approx(dy[i] * s).margin(1e-6));
        CHECK(g[i] == Approx(dy[i] * u[i] * s * (1 - s)).margin(1e-6));
      }
      f.swiglu_backward(n, x.data(), u.data(), dy.data(), g.data(), d.data());
      for (std::size_t i = 0; i < n; ++i) {
        const double s = logistic(x[i]);
        CHECK(d[i] == Approx(dy[i] * x[i] * s).margin(1e-6));
        CHECK(g[i] == Approx(dy[i] * u[i] * (s + x[i] * s * (1 - s))).margin(1e-5));
      }
      Floats rows = x;
      f.softmax(1, n, rows.data());
      CHECK(t.vector.sum(n, rows.data()) == Approx(1.0));
    });
  }
}

TEST_CASE("dropout keeps the asked share, draws the same mask again, differs by key") {
  const std::size_t n = 20'000;
  Floats first;
  each_level([&](const kernels::Table& t) {
    Floats x(n, 1.0f), parts(n, 1.0f), other(n, 1.0f);
    const std::uint32_t threshold = 1u << 30;  // a quarter
    t.activation.dropout(n, 5, 100, threshold, 4.0f / 3.0f, x.data());
    t.activation.dropout(7'001, 5, 100, threshold, 4.0f / 3.0f, parts.data());
    t.activation.dropout(n - 7'001, 5, 7'101, threshold, 4.0f / 3.0f, parts.data() + 7'001);
    t.activation.dropout(n, 6, 100, threshold, 4.0f / 3.0f, other.data());
    CHECK(x == parts);
    CHECK(x != other);
    CHECK(t.vector.sum(n, x.data()) / static_cast<float>(n) == Approx(1.0).epsilon(0.02));
    if (first.empty()) first = x;
    CHECK(x == first);
  });
}

TEST_CASE("adam follows the paper's formula") {
  // Kingma and Ba (2015), algorithm 1, one step from zero moments, by hand in double.
  each_level([](const kernels::Table& t) {
    const std::size_t n = 21;
    const Floats g = draw(n, 9);
    Floats m(n, 0.0f), v(n, 0.0f), x(n, 1.0f);
    const double c1 = 1 - 0.9, c2 = 1 - 0.999;
    const kernels::AdamStep step{static_cast<float>(1e-3 * std::sqrt(c2) / c1), 0.9f, 0.999f,
                                 static_cast<float>(1e-8 * std::sqrt(c2)), 0.5f};
    t.optimizer.adam(n, step, g.data(), m.data(), v.data(), x.data());
    for (std::size_t i = 0; i < n; ++i) {
      const double h = 0.5 * double{g[i]};
      CHECK(m[i] == Approx(0.1 * h));
      CHECK(v[i] == Approx(0.001 * h * h).epsilon(1e-4));  // 1 - 0.999f is not 0.001
      CHECK(x[i] == Approx(1.0 - 1e-3 * h / (std::abs(h) + 1e-8)));
    }
  });
}

TEST_CASE("a level that does not exist is refused by name") {
  CHECK_THROWS_AS(kernels::table_for("avx9"), ParamError);
  try {
    kernels::table_for("avx9");
  } catch (const ParamError& e) {
    CHECK(std::string(e.what()).find("LIMN_ISA") != std::string::npos);
    CHECK(std::string(e.what()).find("avx9") != std::string::npos);
  }
  CHECK(kernels::table().level == std::string(kernels::table_for(kernels::table().level).level));
  if (kernels::levels().back() != "x86-64-v4")
    WARN("skipped: this CPU has no x86-64-v4, that level was not tested");
}

TEST_CASE("the Gram kernel equals a product in plain doubles") {
  each_level([](const kernels::Table& t) {
    for (const std::size_t n : {1u, 5u, 300u}) {
      constexpr std::size_t d = 24, ldx = 32;
      const Floats drawn = draw(n * ldx, n);
      const std::vector<double> x(drawn.begin(), drawn.end());
      std::vector<double> g(d * d, 1.0);
      t.gram.lower(n, d, x.data(), ldx, g.data(), d);
      for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
          double sum = 1.0;
          for (std::size_t r = 0; r < n; ++r) sum += x[r * ldx + i] * x[r * ldx + j];
          CHECK(g[i * d + j] == Approx(sum).margin(1e-10));
        }
    }
  });
}

TEST_CASE("shared members are counted") {
  each_level([](const kernels::Table& t) {
    std::vector<std::uint64_t> a(7), b(3 * 8);
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = 0x9e3779b97f4a7c15u * (i + 1);
    for (std::size_t i = 0; i < b.size(); ++i) b[i] = 0xd1b54a32d192ed03u * (i + 5);
    float got[3];
    t.bits.count_shared(7, a.data(), b.data(), 8, 3, got);
    for (std::size_t r = 0; r < 3; ++r) {
      int wanted = 0;
      for (std::size_t w = 0; w < 7; ++w) wanted += std::popcount(a[w] & b[r * 8 + w]);
      CHECK(got[r] == static_cast<float>(wanted));
    }
  });
}

TEST_CASE("weighted rows are gathered") {
  each_level([](const kernels::Table& t) {
    const Floats y = draw(5 * 16, 1);
    const std::int32_t rows[] = {4, 0};
    const float weights[] = {0.0f, 4.0f};
    Floats x(32), right(16, 1.0f);
    t.normal.gather(16, 2, rows, weights, y.data(), x.data(), right.data());
    for (std::size_t j = 0; j < 16; ++j) {
      CHECK(x[j] == 0.0f);
      CHECK(x[16 + j] == Approx(2.0f * y[j]));
      CHECK(right[j] == Approx(1.0f + y[64 + j] + 5.0f * y[j]).margin(1e-5));
    }
  });
}

TEST_CASE("normal equations are summed, factored and solved") {
  each_level([](const kernels::Table& t) {
    for (const std::size_t n : {16, 32, 64, 112}) {
      const std::size_t m = 2 * n + 3;
      const Floats x = draw(m * n, 1), truth = draw(n, 2);
      const std::vector<double> gram = product(true, false, {n, n, m}, x, x);
      Floats a(n * n, 0.0f);
      for (std::size_t i = 0; i < n; ++i) a[i * n + i] = 1.0f;
      t.normal.add_gram(n, m, x.data(), a.data());
      Floats right(n);
      for (std::size_t i = 0; i < n; ++i) {
        double sum = static_cast<double>(truth[i]);
        for (std::size_t j = 0; j < n; ++j) sum += gram[i * n + j] * static_cast<double>(truth[j]);
        right[i] = static_cast<float>(sum);
        for (std::size_t j = i; j < n; ++j)
          CHECK(static_cast<double>(a[i * n + j]) ==
                Approx(gram[i * n + j] + (i == j ? 1.0 : 0.0)).margin(1e-3));
      }
      REQUIRE(t.normal.factor(n, a.data()));
      t.normal.solve(n, a.data(), right.data());
      for (std::size_t i = 0; i < n; ++i)
        CHECK(static_cast<double>(right[i]) == Approx(truth[i]).margin(2e-3));
      Floats hopeless(n * n, 0.0f);
      CHECK_FALSE(t.normal.factor(n, hopeless.data()));
    }
  });
}

TEST_CASE("sgemv equals a product in double, both forms, odd sizes") {
  each_level([](const kernels::Table& t) {
    for (const Shape s : {Shape{1, 1, 1}, Shape{5, 3, 1}, Shape{67, 65, 1}, Shape{130, 64, 1}})
      for (const bool transposed : {false, true}) {
        const Floats a = draw(s.m * s.n, 91), x = draw(transposed ? s.m : s.n, 92);
        const std::size_t out = transposed ? s.n : s.m, in = transposed ? s.m : s.n;
        const std::vector<double> wanted = product(transposed, false, {out, 1, in}, a, x);
        Floats y(out, 0.5f);
        t.gemm.sgemv(transposed, s.m, s.n, a.data(), s.n, x.data(), y.data(), true);
        CHECK(worst(y, wanted, 0.5) < 1e-4);
        t.gemm.sgemv(transposed, s.m, s.n, a.data(), s.n, x.data(), y.data(), false);
        CHECK(worst(y, wanted) < 1e-4);
      }
  });
}
