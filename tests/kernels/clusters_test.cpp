// SPDX-License-Identifier: MIT
#include <algorithm>
#include <vector>

#include <limn/core/random.hpp>
#include <limn/kernels/kernels.hpp>

#include "test.hpp"

using namespace limn;

namespace {

std::vector<float> draw(std::size_t n, std::uint64_t stream) {
  core::Random random(5, stream);
  std::vector<float> out(n);
  for (float& v : out) v = static_cast<float>(random.normal());
  return out;
}

double gap(std::size_t d, const float* x, const float* c) {
  double sum = 0.0;
  for (std::size_t p = 0; p < d; ++p) sum += (double{x[p]} - c[p]) * (double{x[p]} - c[p]);
  return sum;
}

}  // namespace

TEST_CASE("clusters: labels, distances and sums are those of a plain loop, on every level") {
  for (const std::string_view level : kernels::levels())
    for (const std::size_t d : {1, 4, 7, 33})
      for (const std::size_t k : {1, 5, 12, 19}) {
        const kernels::ClusterKernels& t = kernels::table_for(level).clusters;
        const std::size_t m = 77;
        const std::vector<float> x = draw(m * d, 1), c = draw(k * d, 2);
        const std::vector<double> shift(d, 0.0);
        std::vector<float> turned(t.turned_size(m, d)), packed(k * d), half(k), room(m), near(m, 9);
        CHECK(t.turn_f32(m, d, x.data(), static_cast<std::ptrdiff_t>(d), shift.data(), 1.0,
                         turned.data()));
        t.pack(k, d, c.data(), -1.0f, packed.data());
        float reach = 0.0f;
        for (std::size_t j = 0; j < k; ++j) {
          half[j] =
              static_cast<float>(0.5 * gap(d, c.data() + j * d, std::vector<float>(d).data()));
          reach = std::max(reach, std::sqrt(2.0f * half[j]));
        }
        std::vector<std::int32_t> label(m);
        std::vector<std::uint32_t> doubtful(m);
        const std::size_t n = t.nearest(m, d, k, turned.data(), packed.data(), half.data(), reach,
                                        1e-5f, label.data(), room.data(), doubtful.data());
        doubtful.resize(n);
        t.pack(k, d, c.data(), 1.0f, packed.data());
        std::vector<double> left(k, 0.0), wanted(k, 0.0);
        t.remain(m, d, k, turned.data(), packed.data(), near.data(), nullptr, left.data());
        t.approach(m, d, turned.data(), c.data(), near.data());
        for (std::size_t r = 0; r < m; ++r) {
          std::vector<double> all(k);
          for (std::size_t j = 0; j < k; ++j) {
            all[j] = gap(d, x.data() + r * d, c.data() + j * d);
            wanted[j] += std::min(9.0, all[j]);
          }
          CHECK(near[r] == Approx(std::min(9.0, all[0])).epsilon(1e-5));
          const auto least = std::min_element(all.begin(), all.end());
          if (std::find(doubtful.begin(), doubtful.end(), r) != doubtful.end()) continue;
          CHECK(label[r] == least - all.begin());
          const double own = std::sqrt(*least);
          *least = 1e30;
          if (k > 1) CHECK(room[r] <= std::sqrt(*std::min_element(all.begin(), all.end())) - own);
        }
        for (std::size_t j = 0; j < k; ++j) CHECK(left[j] == Approx(wanted[j]).epsilon(1e-5));
      }
}

TEST_CASE("clusters: sums and scatter have the same bits on every level") {
  const std::size_t m = 50, d = 13, k = 3;
  const std::vector<float> x = draw(m * d, 1);
  const std::vector<double> shift(d, 0.25), weight(m, 0.7), centers(k * d, 0.1);
  std::vector<std::int32_t> label(m);
  for (std::size_t r = 0; r < m; ++r) label[r] = static_cast<std::int32_t>(r % k);
  std::vector<std::vector<double>> sums;
  std::vector<double> scatter;
  for (const std::string_view level : kernels::levels()) {
    const kernels::ClusterKernels& t = kernels::table_for(level).clusters;
    sums.emplace_back(k * d + k);
    t.gather_f32(m, d, x.data(), d, shift.data(), label.data(), weight.data(), sums.back().data(),
                 sums.back().data() + k * d);
    scatter.push_back(t.scatter_f32(m, d, x.data(), d, centers.data(), label.data(), nullptr));
    CHECK(sums.back() == sums.front());
    CHECK(scatter.back() == scatter.front());
  }
  std::vector<float> bad = x, turned(kernels::table().clusters.turned_size(m, d));
  bad[17] = std::numeric_limits<float>::quiet_NaN();
  CHECK_FALSE(
      kernels::table().clusters.turn_f32(m, d, bad.data(), d, shift.data(), 1.0, turned.data()));
}
