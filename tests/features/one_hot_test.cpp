// SPDX-License-Identifier: MIT
#include <limn/features/one_hot.hpp>

#include "checks.hpp"

using namespace limn;
using Names = std::vector<std::string>;
using Params = features::OneHot::Params;

// Oracle: scikit-learn 1.9.1, OneHotEncoder(...).fit(x).transform([[1], [2], [3], [4], [5], [9]])
// for x = 1 1 1 2 3 3 4 5 5: the place of the one in each row, -1 for none.
TEST_CASE("rare categories share a column as in scikit-learn", "[features]") {
  struct Case {
    std::optional<std::int64_t> min_frequency, max_categories;
    Names names;
    std::vector<Index> ones;
  };
  const Matrix x = (Matrix(9, 1) << 1, 1, 1, 2, 3, 3, 4, 5, 5).finished();
  const Matrix asked = (Matrix(6, 1) << 1, 2, 3, 4, 5, 9).finished();
  for (const Case& k :
       std::vector<Case>{{{}, {}, {"a_1", "a_2", "a_3", "a_4", "a_5"}, {0, 1, 2, 3, 4, -1}},
                         {2, {}, {"a_1", "a_3", "a_5", "a_infrequent"}, {0, 3, 1, 3, 2, -1}},
                         {{}, 3, {"a_1", "a_5", "a_infrequent"}, {0, 2, 2, 2, 1, -1}},
                         {3, 2, {"a_1", "a_infrequent"}, {0, 1, 1, 1, 1, -1}},
                         {{}, 1, {"a_infrequent"}, {0, 0, 0, 0, 0, -1}}}) {
    const auto c = features::OneHot(
                       Params{.min_frequency = k.min_frequency, .max_categories = k.max_categories})
                       .fit(x);
    CHECK(c.feature_names({"a"}) == k.names);
    const Matrix out = c.transform(asked);
    for (Index r = 0; r < 6; ++r) {
      const Index one = k.ones[static_cast<std::size_t>(r)];
      CHECK(out.row(r).sum() == (one < 0 ? 0 : 1));
      if (one >= 0) CHECK(out(r, one) == 1);
    }
  }
}

TEST_CASE("missing cells: zeros, or a column of their own", "[features]") {
  Matrix x(3, 2);
  x << 1, 8, missing, 9.5, 2, 8;
  const auto zeros = features::OneHot().fit(x);
  CHECK(zeros.feature_names({"a", "b"}) == Names{"a_1", "a_2", "b_8", "b_9.5"});
  CHECK(zeros.transform(x).row(1) == (Matrix(1, 4) << 0, 0, 0, 1).finished());
  check_equal(zeros.inverse_transform(zeros.transform(x)), x, 0);
  const auto own = features::OneHot(Params{.missing_category = true}).fit(x);
  CHECK(own.feature_names({"a", "b"}) == Names{"a_1", "a_2", "a_missing", "b_8", "b_9.5"});
  CHECK(own.transform(x)(1, 2) == 1);
  check_equal(own.inverse_transform(own.transform(x)), x, 0);
  const Matrix nothing = Matrix::Constant(2, 1, missing);
  CHECK(features::OneHot().fit(nothing).transform(nothing).cols() == 0);
}

TEST_CASE("OneHot says what is wrong and stays as it was", "[features]") {
  features::OneHot c(Params{.handle_unknown = "error"});
  const Matrix x = column_table();
  CHECK_THROWS_AS(c.transform(x), NotFittedError);
  c.fit(x);
  const auto before = core::to_archive(c);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 3)), DataError);
  CHECK_THROWS_AS(c.transform(Matrix::Zero(1, 2)), ShapeError);
  CHECK_THROWS_AS(c.inverse_transform(x), ShapeError);
  CHECK_THROWS_AS(c.fit(Matrix(0, 1)), DataError);
  CHECK_THROWS_AS(c.fit(Vector::LinSpaced(70000, 0, 1)), LimitError);
  CHECK_THROWS_AS(features::OneHot(Params{.max_categories = 0}), ParamError);
  CHECK(core::to_archive(c) == before);
  CHECK(core::from_archive<features::OneHot>(before).transform(x) == c.transform(x));
  auto archive = before;
  for (auto& [key, tensor] : archive.tensors)
    if (key == "slots") tensor.bytes[0] = std::byte{200};
  CHECK_THROWS_AS(core::from_archive<features::OneHot>(archive), FormatError);
}
