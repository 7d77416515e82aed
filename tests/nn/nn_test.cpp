// SPDX-License-Identifier: MIT
#include <limn/nn/nn.hpp>

#include <cmath>
#include <vector>

#include <limn/core/random.hpp>

#include "test.hpp"

using namespace limn;
using Numbers = std::vector<double>;

namespace {

Numbers draw(std::size_t n, std::uint64_t stream, double scale = 1.0) {
  core::Random random(17, stream);
  Numbers out(n);
  for (double& v : out) v = scale * random.normal();
  return out;
}

/// Sum of y weighted by fixed numbers: a loss whose gradient at y is `weights`.
double weighted(const Numbers& y, const Numbers& weights) {
  double out = 0.0;
  for (std::size_t i = 0; i < y.size(); ++i) out += y[i] * weights[i];
  return out;
}

nn::Pack pack_of(const std::vector<std::int32_t>& lengths, bool clock) {
  nn::Pack pack;
  for (const std::int32_t n : lengths) {
    pack.offsets.push_back(pack.offsets.back() + n);
    if (!clock) continue;
    std::vector<std::int64_t> times;
    for (std::int64_t i = 0; i < n; ++i) times.push_back(i * i * 3'600'000'000);
    nn::append_buckets(times, pack);
  }
  return pack;
}

}  // namespace

TEST_CASE("linear and bias agree with finite differences") {
  const std::size_t rows = 5, in = 4, out = 3;
  Numbers x = draw(rows * in, 1), w = draw(in * out, 2), b = draw(out, 3);
  const Numbers dy = draw(rows * out, 4);
  const auto loss = [&] {
    Numbers y(rows * out);
    nn::linear(rows, in, out, x.data(), w.data(), y.data());
    nn::add_bias(rows, out, b.data(), y.data());
    return weighted(y, dy);
  };
  Numbers dx(x.size()), dw(w.size(), 0.0), db(b.size(), 0.0);
  nn::linear_backward(rows, in, out, x.data(), w.data(), dy.data(), dx.data(), dw.data());
  nn::add_bias_backward(rows, out, dy.data(), db.data());
  CHECK(nn::gradient_error(x, dx, loss) < 1e-6);
  CHECK(nn::gradient_error(w, dw, loss) < 1e-6);
  CHECK(nn::gradient_error(b, db, loss) < 1e-6);
}

TEST_CASE("norms agree with finite differences") {
  const std::size_t rows = 4, d = 6;
  Numbers x = draw(rows * d, 1), gain = draw(d, 2), shift = draw(d, 3);
  const Numbers dy = draw(rows * d, 4);
  Numbers y(rows * d), mean(rows), inverse(rows);
  SECTION("root mean square") {
    const auto loss = [&] {
      nn::rms_norm(rows, d, x.data(), gain.data(), y.data(), inverse.data());
      return weighted(y, dy);
    };
    loss();
    Numbers dx(x.size(), 0.0), dgain(d, 0.0);
    nn::rms_norm_backward(rows, d, x.data(), gain.data(), inverse.data(), dy.data(), dx.data(),
                          dgain.data());
    CHECK(nn::gradient_error(x, dx, loss) < 1e-6);
    CHECK(nn::gradient_error(gain, dgain, loss) < 1e-6);
  }
  SECTION("mean and deviation") {
    const auto loss = [&] {
      nn::layer_norm(rows, d, x.data(), gain.data(), shift.data(), y.data(), mean.data(),
                     inverse.data());
      return weighted(y, dy);
    };
    loss();
    Numbers dx(x.size(), 0.0), dgain(d, 0.0), dshift(d, 0.0);
    nn::layer_norm_backward(rows, d, x.data(), gain.data(), mean.data(), inverse.data(), dy.data(),
                            dx.data(), dgain.data(), dshift.data());
    CHECK(nn::gradient_error(x, dx, loss) < 1e-6);
    CHECK(nn::gradient_error(gain, dgain, loss) < 1e-6);
    CHECK(nn::gradient_error(shift, dshift, loss) < 1e-6);
  }
}

TEST_CASE("embedding adds rows and their gradients, unknown codes add nothing") {
  const std::vector<std::int32_t> codes{2, -1, 0, 2};
  Numbers table = draw(9, 1), y(12, 0.0), dtable(9, 0.0);
  const Numbers dy = draw(12, 2);
  nn::embed<double>(codes, 3, 2.0, table.data(), y.data());
  CHECK(y[0] == 2.0 * table[6]);
  CHECK(y[3] == 0.0);
  const auto loss = [&] {
    Numbers z(12, 0.0);
    nn::embed<double>(codes, 3, 2.0, table.data(), z.data());
    return weighted(z, dy);
  };
  nn::embed_backward<double>(codes, 3, 2.0, dy.data(), dtable.data());
  CHECK(nn::gradient_error(table, dtable, loss) < 1e-6);
}

TEST_CASE("attention agrees with finite differences") {
  const nn::Pack pack = pack_of({5, 1, 3}, true);
  const std::size_t heads = 2, width = 4, longest = 6, ld = 3 * width, n = pack.tokens();
  Numbers qkv = draw(n * ld, 1), position = draw(heads * longest, 2),
          time = draw(heads * nn::time_buckets, 3);
  const Numbers dy = draw(n * width, 4);
  Numbers weights(heads * pack.squares()), out(n * width);
  const nn::Attention<double> attention{heads, width / heads, longest, position.data(),
                                        time.data()};
  const auto loss = [&] {
    attention.forward(pack, qkv.data(), ld, weights.data(), out.data());
    return weighted(out, dy);
  };
  loss();
  Numbers dqkv(qkv.size()), dposition(position.size(), 0.0), dtime(time.size(), 0.0),
      scratch(nn::Attention<double>::block * longest);
  attention.backward(pack, qkv.data(), ld, weights.data(), dy.data(), dqkv.data(), dposition.data(),
                     dtime.data(), scratch.data());
  CHECK(nn::gradient_error(qkv, dqkv, loss) < 1e-6);
  CHECK(nn::gradient_error(position, dposition, loss) < 1e-6);
  CHECK(nn::gradient_error(time, dtime, loss) < 1e-6);
}

TEST_CASE("attention over more than one block of rows equals the formula") {
  // Oracle: the definition in the class comment, written out in double.
  const std::size_t n = 150, width = 3, longest = 160, ld = 9;
  const nn::Pack pack = pack_of({150}, false);
  const Numbers qkv = draw(n * ld, 1), position = draw(longest, 2), time(nn::time_buckets, 0.0);
  Numbers weights(n * n), out(n * width);
  const nn::Attention<double> attention{1, width, longest, position.data(), time.data()};
  attention.forward(pack, qkv.data(), ld, weights.data(), out.data());
  for (const std::size_t i : {0u, 63u, 64u, 100u, 149u}) {
    Numbers e(i + 1), wanted(width, 0.0);
    double sum = 0.0;
    for (std::size_t j = 0; j <= i; ++j) {
      double score = position[longest - 1 - (i - j)];
      for (std::size_t c = 0; c < width; ++c) score += qkv[i * ld + c] * qkv[j * ld + width + c];
      sum += e[j] = std::exp(score);
    }
    for (std::size_t j = 0; j <= i; ++j)
      for (std::size_t c = 0; c < width; ++c) wanted[c] += e[j] / sum * qkv[j * ld + 2 * width + c];
    for (std::size_t c = 0; c < width; ++c) CHECK(out[i * width + c] == Approx(wanted[c]));
  }
}

TEST_CASE("time gaps fall into buckets of powers of two seconds") {
  const std::int64_t second = 1'000'000, day = 86'400 * second;
  CHECK(nn::time_bucket(-5) == 0);
  CHECK(nn::time_bucket(0) == 0);
  CHECK(nn::time_bucket(second) == 1);
  CHECK(nn::time_bucket(3 * second) == 2);
  CHECK(nn::time_bucket(day) == 16);
  CHECK(nn::time_bucket(30 * day) == 21);
  CHECK(nn::time_bucket(std::numeric_limits<std::int64_t>::max()) == 31);
}

TEST_CASE("a gated block agrees with finite differences, dropout included") {
  const nn::Pack pack = pack_of({4, 3}, true);
  const nn::GatedBlock<double> block{{.width = 4, .heads = 2, .hidden = 6, .longest = 5}};
  const std::size_t n = pack.tokens(), d = 4;
  for (const double share : {0.0, 0.3}) {
    const nn::Dropout dropout{share, 77, 1000};
    Numbers x = draw(n * d, 1), w = draw(block.shape.size(), 2, 0.6);
    const Numbers dy = draw(n * d, 3);
    nn::BlockMemory<double> memory;
    nn::BlockScratch<double> scratch;
    const auto loss = [&] {
      block.forward(pack, w.data(), x.data(), dropout, 1, memory);
      return weighted(memory.out, dy);
    };
    loss();
    Numbers dx = dy, dw(w.size(), 0.0);
    block.backward(pack, w.data(), x.data(), dropout, 1, memory, scratch, dx.data(), dw.data());
    CHECK(nn::gradient_error(x, dx, loss) < 1e-6);
    CHECK(nn::gradient_error(w, dw, loss) < 1e-6);
  }
}

TEST_CASE("soft-max losses agree with finite differences and with the definition") {
  const std::size_t d = 3, n = 7, tokens = 70;  // more than one chunk
  Numbers z = draw(tokens * d, 1), table = draw(n * d, 2);
  std::vector<std::int32_t> targets;
  for (std::size_t t = 0; t < tokens; ++t) targets.push_back(static_cast<std::int32_t>(t % n));
  for (const std::size_t negatives : {std::size_t{0}, std::size_t{4}}) {
    nn::SoftmaxLoss<double> loss;
    Numbers dz(z.size()), dtable(table.size(), 0.0);
    const auto run = [&](double* dzp, double* dtp) {
      nn::Candidates<double> c;
      c.set(negatives ? negatives : n, d, table.data());
      return negatives ? loss.sampled(c, table.data(), targets, z.data(), 1.0, dzp, dtp)
                       : loss.full(c, targets, z.data(), 1.0, dzp, dtp);
    };
    const double value = run(dz.data(), dtable.data());
    double wanted = 0.0;
    for (std::size_t t = 0; t < tokens; ++t) {
      double sum = 0.0, own = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        double score = 0.0;
        for (std::size_t c = 0; c < d; ++c) score += z[t * d + c] * table[i * d + c];
        if (i == t % n) own = score;
        if (i == t % n || negatives == 0 || i < negatives) sum += std::exp(score);
      }
      wanted += std::log(sum) - own;
    }
    CHECK(value == Approx(wanted));
    Numbers spare(z.size()), spare_table(table.size());
    const auto again = [&] { return run(spare.data(), spare_table.data()); };
    CHECK(nn::gradient_error(z, dz, again) < 1e-6);
    CHECK(nn::gradient_error(table, dtable, again) < 1e-6);
  }
}

TEST_CASE("float blocks on the kernels follow the double reference") {
  const nn::Pack pack = pack_of({70, 9}, true);
  const nn::BlockShape shape{.width = 16, .heads = 2, .hidden = 24, .longest = 80};
  const std::size_t n = pack.tokens();
  const Numbers x = draw(n * 16, 1), w = draw(shape.size(), 2, 0.25), dy = draw(n * 16, 3);
  const std::vector<float> xf(x.begin(), x.end()), wf(w.begin(), w.end());
  const nn::Dropout dropout{0.2, 5, 64};
  nn::BlockMemory<double> memory;
  nn::BlockMemory<float> memory_f;
  nn::BlockScratch<double> scratch;
  nn::BlockScratch<float> scratch_f;
  const nn::GatedBlock<double> block{shape};
  const nn::GatedBlock<float> block_f{shape};
  block.forward(pack, w.data(), x.data(), dropout, 3, memory);
  block_f.forward(pack, wf.data(), xf.data(), dropout, 3, memory_f);
  Numbers dx = dy, dw(w.size(), 0.0);
  std::vector<float> dxf(dy.begin(), dy.end()), dwf(w.size(), 0.0f);
  block.backward(pack, w.data(), x.data(), dropout, 3, memory, scratch, dx.data(), dw.data());
  block_f.backward(pack, wf.data(), xf.data(), dropout, 3, memory_f, scratch_f, dxf.data(),
                   dwf.data());
  double worst = 0.0, worst_w = 0.0;
  for (std::size_t i = 0; i < n * 16; ++i) {
    worst = std::max(worst, std::abs(memory.out[i] - double{memory_f.out[i]}));
    worst = std::max(worst, std::abs(dx[i] - double{dxf[i]}));
  }
  for (std::size_t i = 0; i < w.size(); ++i)
    worst_w = std::max(worst_w, std::abs(dw[i] - double{dwf[i]}));
  CHECK(worst < 1e-4);
  CHECK(worst_w < 1e-3);
}

TEST_CASE("schedule and clipping") {
  CHECK(nn::warm_cosine(0, 10, 100, 0.1) == Approx(0.1));
  CHECK(nn::warm_cosine(9, 10, 100, 0.1) == Approx(1.0));
  CHECK(nn::warm_cosine(55, 10, 100, 0.1) == Approx(0.55));
  CHECK(nn::warm_cosine(500, 10, 100, 0.1) == 0.1);
  CHECK(nn::clip_scale(25.0, 1.0) == Approx(0.2));
  CHECK(nn::clip_scale(0.25, 1.0) == 1.0);
  CHECK(nn::clip_scale(25.0, 0.0) == 1.0);
}

TEST_CASE("gBCE and biased soft-max over drawn candidates agree with finite differences") {
  const std::size_t rows = 4, d = 3, all = 6, drawn = 5;
  Numbers z = draw(rows * d, 51), table = draw(all * d, 52);
  const Numbers bias = draw(all, 53);
  const std::vector<std::int32_t> targets{5, 1, 3, 1};
  for (const bool binary : {true, false}) {
    nn::SoftmaxLoss<double> loss;
    Numbers dz(z.size()), dtable(table.size(), 0.0), spare(table.size());
    const auto run = [&](double* to, double* into) {
      nn::Candidates<double> negatives;
      negatives.set(drawn, d, table.data());
      negatives.bias = binary ? nullptr : bias.data();
      return binary ? loss.binary(negatives, table.data(), targets, 0.7, z.data(), 1.0, to, into)
                    : loss.sampled(negatives, table.data(), targets, z.data(), 1.0, to, into);
    };
    run(dz.data(), dtable.data());
    Numbers unused(z.size());
    const auto again = [&] { return run(unused.data(), spare.data()); };
    CHECK(nn::gradient_error(z, dz, again) < 1e-6);
    CHECK(nn::gradient_error(table, dtable, again) < 1e-6);
  }
}

TEST_CASE("soft-max over several stripes agrees with finite differences") {
  const std::size_t rows = 2, d = 2, n = 300;  // a stripe is 256 rows
  Numbers z = draw(rows * d, 61), table = draw(n * d, 62);
  const std::vector<std::int32_t> targets{299, 7};
  nn::SoftmaxLoss<double> loss;
  Numbers dz(z.size()), dtable(table.size(), 0.0), spare(table.size()), unused(z.size());
  const auto run = [&](double* to, double* into) {
    nn::Candidates<double> candidates;
    candidates.set(n, d, table.data());
    return loss.full(candidates, targets, z.data(), 1.0, to, into);
  };
  run(dz.data(), dtable.data());
  const auto again = [&] { return run(unused.data(), spare.data()); };
  CHECK(nn::gradient_error(z, dz, again) < 1e-6);
  CHECK(nn::gradient_error(table, dtable, again) < 1e-6);
}

TEST_CASE("the contrastive loss agrees with its formula and with finite differences") {
  const std::size_t n = 6, d = 3, group = 2;
  Numbers z = draw(n * d, 31);
  nn::ContrastiveLoss<double> loss;
  Numbers dz(n * d);
  const auto run = [&] { return loss.run(n, d, group, z.data(), 0.5, 1.0, dz.data()); };
  const auto cosine = [&](std::size_t a, std::size_t b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < d; ++i) {
      const double u = z[a * d + i], v = z[b * d + i];
      ab += u * v, aa += u * u, bb += v * v;
    }
    return ab / std::sqrt(aa * bb);
  };
  double wanted = 0.0;
  for (std::size_t a = 0; a < n; ++a) {
    double sum = 0.0;
    for (std::size_t b = 0; b < n; ++b)
      if (b != a) sum += std::exp(cosine(a, b) / 0.5);
    wanted += std::log(sum) - cosine(a, a ^ 1u) / 0.5;
  }
  CHECK(run() == Approx(wanted));
  const Numbers gradient = dz;
  CHECK(nn::gradient_error(z, gradient, run) < 1e-6);
  std::fill_n(z.begin(), d, 0.0);
  run();
  for (std::size_t i = 0; i < d; ++i) CHECK(dz[i] == 0.0);
}
