// SPDX-License-Identifier: MIT
// Matrix products and exp of every level this machine has, one core: best of `rounds`.
// bench_kernels [rounds]

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <limn/kernels/kernels.hpp>

namespace {

using namespace limn;

struct Shape {
  bool ta, tb;
  std::size_t m, n, k;
};

/// Seconds of one call, the best of `rounds` runs of about 2 ms each.
template <class Call>
double best_of(int rounds, double expected, Call&& call) {
  const int repeats = std::max(1, static_cast<int>(2e-3 / expected));
  double best = 1e9;
  for (int r = 0; r < rounds; ++r) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < repeats; ++i) call();
    best = std::min(
        best,
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeats);
  }
  return best;
}

void products(const kernels::GemmKernels& gemm, int rounds) {
  for (const Shape& s : {Shape{false, false, 4096, 64, 64},
                         {false, false, 4096, 256, 64},
                         {true, false, 64, 64, 4096},
                         {false, false, 4096, 3456, 64},
                         {false, true, 200, 200, 64},
                         {true, false, 3416, 64, 72}}) {
    const std::vector<float> a(s.m * s.k, 0.5f), b(s.k * s.n, 0.25f);
    std::vector<float> c(s.m * s.n), packed(gemm.packed_size(s.n, s.k));
    const std::size_t lda = s.ta ? s.m : s.k, ldb = s.tb ? s.k : s.n;
    const double flops = 2.0 * static_cast<double>(s.m * s.n * s.k);
    const double plain = best_of(rounds, flops / 5e10, [&] {
      gemm.sgemm(s.ta, s.tb, s.m, s.n, s.k, a.data(), lda, b.data(), ldb, c.data(), s.n, false);
    });
    gemm.pack(s.tb, s.n, s.k, b.data(), ldb, packed.data());
    const double ready = best_of(rounds, flops / 5e10, [&] {
      gemm.sgemm_packed(s.ta, s.m, s.n, s.k, a.data(), lda, packed.data(), c.data(), s.n, false);
    });
    std::printf("  %c%c %5zu x %5zu x %5zu  %6.1f GF/s, B packed before %6.1f\n", s.ta ? 'T' : 'N',
                s.tb ? 'T' : 'N', s.m, s.n, s.k, flops / plain * 1e-9, flops / ready * 1e-9);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 20;
  for (const std::string_view level : kernels::levels()) {
    const kernels::Table& table = kernels::table_for(level);
    std::printf("%s\n", table.level);
    products(table.gemm, rounds);
    std::vector<float> x(16384, 0.5f), y(x.size());
    const double seconds =
        best_of(rounds, 1e-5, [&] { table.vector.exp(x.size(), x.data(), y.data()); });
    std::printf("  exp %.2f ns a number\n", 1e9 * seconds / static_cast<double>(x.size()));
  }
}
