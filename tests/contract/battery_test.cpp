// SPDX-License-Identifier: MIT
#include <limn/testing/contract.hpp>

#include <cmath>

#include <limn/core/check.hpp>

#include "test.hpp"

using namespace limn;

namespace {

/// Keeps the contract but for one part: in small units it divides by a power that is nothing.
class Overflows {
 public:
  static constexpr std::string_view name = "test.overflows";
  static constexpr std::uint32_t format = 1;
  static constexpr core::Tags tags{};
  struct Params {
    double power = 30.0;
  };
  template <class V>
  static void describe(V&& v) {
    v("power", &Params::power, "power of a column's mean size", core::above(0));
  }
  Overflows() = default;
  explicit Overflows(Params params) : params_(core::checked<Overflows>(params)) {}
  const Params& params() const { return params_; }

  Overflows& fit(MatrixView x) {
    core::require_rows(x.rows(), x.cols(), name);
    core::require_finite(x, name, core::Missing::refused);
    Vector scale(x.cols());
    for (Index c = 0; c < x.cols(); ++c) {
      const double mean = x.col(c).cwiseAbs().mean();
      scale(c) = mean > 0.0 ? std::pow(mean, params_.power) : 1.0;
    }
    scale_ = std::move(scale);
    return *this;
  }
  Matrix transform(MatrixView x) const {
    core::require_fitted(scale_.size() > 0, name);
    core::require_width(x.cols(), scale_.size(), name);
    Matrix out = x;
    for (Index c = 0; c < out.cols(); ++c) out.col(c) /= scale_(c);
    return out;
  }
  template <class V>
  void state(V&& v) {
    v("scale", scale_);
  }

 private:
  Params params_;
  Vector scale_;
};

}  // namespace

TEST_CASE("the battery finds the one breach of a component", "[contract]") {
  const auto findings = testing::check_contract<Overflows>();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].check == "answers are finite in any unit");
  CHECK(findings[0].what == "an answer that is no finite number near 1e-12");
}
