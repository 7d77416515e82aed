// SPDX-License-Identifier: MIT
// Moving an encoder towards a label of its users.
#include <limn/encoder/detail/label_trainer.hpp>

#include <limits>
#include <vector>

#include <limn/core/archive.hpp>
#include <limn/core/parallel.hpp>
#include <limn/nn/gradient_check.hpp>

#include "encoder_test.hpp"
#include "test.hpp"

using namespace limn;

namespace {

/// The label of a ring's user is the step that they walk by.
std::vector<std::int32_t> steps_of(std::size_t users) {
  std::vector<std::int32_t> out(users);
  for (std::size_t u = 0; u < users; ++u) out[u] = static_cast<std::int32_t>(u % 2);
  return out;
}

double right(const Matrix& chances, const std::vector<std::int32_t>& labels, Index from) {
  double out = 0.0;
  for (Index u = from; u < chances.rows(); ++u)
    out += chances(u, labels[static_cast<std::size_t>(u)]) > 0.5;
  return out / static_cast<double>(chances.rows() - from);
}

}  // namespace

TEST_CASE("the gradient of the loss of a label is that of finite differences") {
  std::vector<double> head(3 * 5), z(4), dhead(15, 0.0), dz(4, 0.0), spare_head(15), spare_z(4);
  encoder::detail::draw_normal(1, 1, 0.7, head.size(), head.data());
  encoder::detail::draw_normal(1, 2, 0.7, z.size(), z.data());
  const auto loss = [&](double* into_z, double* into_head) {
    return encoder::detail::label_loss<double>(3, 4, head.data(), z.data(), 1, 1.0, into_z,
                                               into_head);
  };
  loss(dz.data(), dhead.data());
  const auto again = [&] { return loss(spare_z.data(), spare_head.data()); };
  CHECK(nn::gradient_error(z, dz, again) < 1e-6);
  CHECK(nn::gradient_error(head, dhead, again) < 1e-6);
}

TEMPLATE_TEST_CASE("a fine-tuned encoder tells the label of users it was not told of", "",
                   encoder::EventEncoder, encoder::GruEncoder, encoder::ConvEncoder) {
  const data::EventLog log = rings(200, 11, 9);
  auto p = small<TestType>();
  p.epochs = 1;
  const TestType before = TestType(p).fit(log);
  std::vector<std::int32_t> labels = steps_of(200), told = labels;
  std::fill(told.begin() + 140, told.end(), -1);
  TestType e = before;
  const auto head = e.fine_tune(log, told, {.epochs = 40, .learning_rate = 5e-3});
  const Matrix chances = head.predict_proba(e.embed(log));
  CHECK(chances.cols() == 2);
  CHECK((chances.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-12);
  CHECK(right(chances, labels, 140) > 0.95);
  CHECK((e.item_vectors().array() != before.item_vectors().array()).any());
}

TEST_CASE("frozen layers keep their bits; those above them move") {
  const data::EventLog log = rings(60, 11, 9);
  const auto before = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  for (const std::int64_t frozen : {1, 2}) {
    auto e = before;
    e.fine_tune(log, steps_of(60), {.epochs = 2, .frozen_layers = frozen});
    const auto old = before.named_weights(), now = e.named_weights();
    for (std::size_t i = 0; i < old.size(); ++i) {
      const bool above = old[i].name.starts_with("final_norm") ||
                         (frozen == 1 && old[i].name.starts_with("layers.1"));
      if (!above) CHECK(old[i].numbers == now[i].numbers);
      if (old[i].name == "final_norm") CHECK(old[i].numbers != now[i].numbers);
      if (frozen == 1 && old[i].name == "layers.1.out1") CHECK(old[i].numbers != now[i].numbers);
    }
  }
}

TEST_CASE(
    "fine-tuning: the same bits for any number of threads, and training "
    "goes on after it") {
  const data::EventLog log = rings(90, 11, 9);
  const auto fitted = encoder::EventEncoder(small<encoder::EventEncoder>()).fit(log);
  auto one = fitted, seven = fitted;
  set_threads(1);
  const auto head = one.fine_tune(log, steps_of(90));
  set_threads(7);
  const auto same = seven.fine_tune(log, steps_of(90));
  set_threads(0);
  CHECK(core::to_archive(one) == core::to_archive(seven));
  CHECK((head.weights.array() == same.weights.array()).all());
  CHECK_NOTHROW(one.resume(log));
}

TEST_CASE("fine-tuning refuses what it cannot learn from and changes nothing") {
  const data::EventLog log = rings(20, 5, 6);
  encoder::EventEncoder e(small<encoder::EventEncoder>());
  const std::vector<std::int32_t> labels = steps_of(20);
  CHECK_THROWS_AS(e.fine_tune(log, labels), NotFittedError);
  e.fit(log);
  const auto before = core::to_archive(e);
  CHECK_THROWS_AS(e.fine_tune(log, std::span(labels).first(19)), ShapeError);
  CHECK_THROWS_AS(e.fine_tune(log, std::vector<std::int32_t>(20, 1)), DataError);
  CHECK_THROWS_AS(e.fine_tune(log, std::vector<std::int32_t>(20, -1)), DataError);
  CHECK_THROWS_AS(e.fine_tune(log, labels, {.epochs = 0}), ParamError);
  CHECK_THROWS_AS(e.fine_tune(log, labels, {.frozen_layers = 3}), ParamError);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(e.fine_tune(log, labels, {.learning_rate = nan}), ParamError);
  CHECK_THROWS_AS(e.fine_tune(log, labels, {.learning_rate = 1e30}), DataError);
  CHECK(core::to_archive(e) == before);
  CHECK_THROWS_AS(encoder::LabelHead{}.predict_proba(e.embed(log)), NotFittedError);
  const auto head = e.fine_tune(log, labels, {.epochs = 1});
  CHECK_THROWS_AS(head.predict_proba(MatrixF::Zero(2, 3)), ShapeError);
}
