// SPDX-License-Identifier: MIT
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/kernels/kernels.hpp>

#include "test.hpp"

using namespace limn;
using kernels::column_strip;

namespace {

template <class T>
struct Rows {
  std::size_t n, d, stride;
  std::vector<T> cells;

  Rows(std::size_t rows, std::size_t columns) : n(rows), d(columns), stride(columns + 3) {
    core::Random random(columns);
    for (std::size_t i = 0; i < n * stride; ++i)
      cells.push_back(random.below(9) == 0 ? std::numeric_limits<T>::quiet_NaN()
                                           : static_cast<T>(std::round(3.0 * random.normal())));
  }
  T at(std::size_t r, std::size_t c) const { return cells[r * stride + c]; }
};

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

template <class T>
const kernels::ColumnPasses<T>& passes(std::string_view level) {
  if constexpr (sizeof(T) == 4)
    return kernels::table_for(level).columns.f32;
  else
    return kernels::table_for(level).columns.f64;
}

template <class T>
void check_level(std::string_view level, std::size_t d) {
  const Rows<T> x(70, d);
  const auto stride = static_cast<std::ptrdiff_t>(x.stride);
  const kernels::ColumnPasses<T>&own = passes<T>(level), &base = passes<T>(kernels::levels()[0]);
  std::vector<double> count(d), mean(d), square(d), mean0(d), square0(d), center(d), scale(d);
  std::vector<T> fill(d), edges(3 * d);
  T largest = 0;
  for (std::size_t c = 0; c < d; ++c) {
    center[c] = 0.1 * static_cast<double>(c);
    scale[c] = 1.7;
    fill[c] = static_cast<T>(c);
    for (std::size_t e = 0; e < 3; ++e) edges[e * d + c] = static_cast<T>(e);
    for (std::size_t r = 0; r < x.n; ++r) largest = std::max(largest, std::abs(x.at(r, c)));
  }
  CHECK(own.moments(x.n, d, x.cells.data(), stride, count.data(), mean.data(), square.data()) ==
        largest);
  base.moments(x.n, d, x.cells.data(), stride, count.data(), mean0.data(), square0.data());
  CHECK(same_bits(mean, mean0));
  CHECK(same_bits(square, square0));
  std::vector<T> scaled(x.n * d), filled(x.n * d), bins(x.n * d);
  own.scale(x.n, d, x.cells.data(), stride, center.data(), scale.data(), scaled.data());
  own.fill(x.n, d, x.cells.data(), stride, fill.data(), filled.data());
  own.bins(x.n, d, x.cells.data(), stride, 3, edges.data(), bins.data());
  for (std::size_t r = 0; r < x.n; ++r)
    for (std::size_t c = 0; c < d; ++c) {
      const T v = x.at(r, c);
      const std::size_t i = r * d + c;
      const T bin = static_cast<T>((v >= 0) + (v >= 1) + (v >= 2));
      CHECK((std::isnan(v)
                 ? std::isnan(scaled[i])
                 : scaled[i] == static_cast<T>((static_cast<double>(v) - center[c]) / scale[c])));
      CHECK(filled[i] == (std::isnan(v) ? fill[c] : v));
      CHECK((std::isnan(v) ? std::isnan(bins[i]) : bins[i] == bin));
    }
}

template <class T>
void check_strip(std::string_view level, std::size_t d) {
  const Rows<T> x(70, d);
  const auto stride = static_cast<std::ptrdiff_t>(x.stride);
  kernels::ColumnBounds<T> bounds;
  T low[column_strip] = {}, factor[column_strip] = {};
  for (std::size_t k = 0; k < column_strip; ++k) {
    bounds.low[k] = -1, bounds.high[k] = 2;
    low[k] = -2, factor[k] = 2;
  }
  std::vector<std::uint64_t> hits(x.n);
  std::vector<std::int32_t> steps(x.n * column_strip);
  std::vector<typename kernels::ColumnBounds<T>::Count> all(d, 0);
  hits.resize(passes<T>(level).between(x.n, d, x.cells.data(), stride, &bounds, hits.data()));
  passes<T>(level).count(x.n, d, x.cells.data(), stride, all.data());
  passes<T>(level).steps(x.n, d, x.cells.data(), stride, low, factor, 6, steps.data());
  std::vector<std::uint64_t> expected;
  for (std::size_t r = 0; r < x.n; ++r) {
    std::uint64_t bits = 0;
    for (std::size_t c = 0; c < d; ++c) {
      const T v = x.at(r, c);
      if (v > -1 && v < 2) bits |= std::uint64_t{1} << c;
      bounds.below[c] -= v < -1;
      bounds.upto[c] -= v <= -1;
      bounds.under[c] -= v < 2;
      all[c] -= !std::isnan(v);
      const auto step =
          std::isnan(v) ? 7.0 : std::clamp(2.0 * (static_cast<double>(v) + 2), 0., 6.);
      CHECK(steps[r * column_strip + c] == static_cast<std::int32_t>(step));
    }
    if (bits) expected.push_back(static_cast<std::uint64_t>(r) << 16 | bits);
  }
  CHECK(hits == expected);
  for (std::size_t c = 0; c < d; ++c)
    CHECK((bounds.below[c] == 0 && bounds.upto[c] == 0 && bounds.under[c] == 0 && all[c] == 0));
}

}  // namespace

TEST_CASE("column kernels: every level says what the plain loop says", "[kernels]") {
  for (const std::string_view level : kernels::levels())
    for (const std::size_t d : {1, 5, 16, 35}) {
      INFO(level << ", " << d << " columns");
      check_level<float>(level, d);
      check_level<double>(level, d);
      if (d > column_strip) continue;
      check_strip<float>(level, d);
      check_strip<double>(level, d);
    }
}
