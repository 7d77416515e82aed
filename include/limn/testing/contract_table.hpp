// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include <limn/testing/contract_options.hpp>
#include <limn/testing/samples.hpp>

namespace limn::inline LIMN_ABI::testing::detail {

template <class C>
concept TableComponent = core::Fittable<C> || core::SupervisedFittable<C>;

template <TableComponent C>
C& fit_table(C& component, MatrixView x, const Monitor& monitor = {}) {
  if constexpr (C::tags.needs_labels) {
    const Vector y = sample_labels(x);
    return core::fit_with(component, monitor, x, VectorView(y));
  } else {
    return core::fit_with(component, monitor, x);
  }
}

/// All that a fitted component says about x, side by side: (n, anything).
template <TableComponent C>
Matrix answer(const C& c, MatrixView x) {
  Matrix out(x.rows(), 0);
  const auto add = [&](const auto& part) {
    const Index before = out.cols();
    out.conservativeResize(x.rows(), before + part.cols());
    out.rightCols(part.cols()) = part.template cast<double>();
  };
  if constexpr (requires { c.transform(x); }) add(Matrix(c.transform(x)));
  if constexpr (requires { c.predict(x); }) add(c.predict(x));
  if constexpr (requires { c.predict_proba(x); }) add(Matrix(c.predict_proba(x)));
  if constexpr (requires { c.anomaly_score(x); }) add(Vector(c.anomaly_score(x)));
  if constexpr (requires { c.mask(x); }) add(MaskMatrix(c.mask(x)));
  return out;
}

/// Equal cell by cell, gaps included; within `tolerance` relative to the larger of both and 1.
inline bool same(const Matrix& a, const Matrix& b, double tolerance = 0.0) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  for (Index i = 0; i < a.size(); ++i) {
    const double p = a.data()[i], q = b.data()[i];
    if (p == q || (std::isnan(p) && std::isnan(q))) continue;  // infinities, too
    if (!std::isfinite(p) || !std::isfinite(q)) return false;
    if (std::abs(p - q) > tolerance * std::max({1.0, std::abs(p), std::abs(q)})) return false;
  }
  return true;
}

template <TableComponent C>
void check_table_misuse(Report& report, const Matrix& x) {
  report.check("use before fit", [&](Report& r) {
    const C fresh = small<C>();
    if constexpr (
        requires { fresh.transform(x); } || requires { fresh.predict(x); } ||
        requires { fresh.anomaly_score(x); })
      r.throws<NotFittedError>([&] { (void)answer(fresh, x); }, std::string(C::name));
  });
  report.check("another width names both numbers", [&](Report& r) {
    C c = small<C>();
    fit_table(c, x);
    const Matrix narrow = x.leftCols(x.cols() - 1);
    if (answer(c, x).cols() == 0) return;
    r.throws<ShapeError>([&] { (void)answer(c, narrow); }, std::to_string(x.cols()));
    r.throws<ShapeError>([&] { (void)answer(c, narrow); }, std::to_string(x.cols() - 1));
  });
  report.check("no rows is a DataError, and changes nothing", [&](Report& r) {
    C c = small<C>();
    fit_table(c, x);
    const core::Archive before = core::to_archive(c);
    r.throws<DataError>([&] { fit_table(c, x.topRows(0)); });
    r.require(core::to_archive(c) == before, "a fit that failed changed the object");
  });
  report.check("infinity is refused or understood", [&](Report& r) {
    Matrix bad = x;
    bad(1, 2) = std::numeric_limits<double>::infinity();
    C c = small<C>();
    fit_table(c, x);
    const core::Archive before = core::to_archive(c);
    try {
      fit_table(c, bad);
    } catch (const DataError& e) {
      r.require(core::to_archive(c) == before, "a fit that failed changed the object");
      r.require(std::string(e.what()).find("column") != std::string::npos,
                "the column is not named");
    }
  });
  report.check("one row, constant and all-missing columns", [&](Report& r) {
    C c = small<C>();
    r.works_or_refuses([&] { (void)answer(fit_table(c, x.topRows(1)), x.topRows(1)); });
    Matrix flat = x;
    flat.col(1).setConstant(3.0);
    r.works_or_refuses([&] { (void)answer(fit_table(c, flat), flat); });
    if (!C::tags.allows_missing) return;
    flat.col(1).setConstant(missing);
    r.works_or_refuses([&] { (void)answer(fit_table(c, flat), flat); });
  });
  report.check("a cancelled fit changes nothing", [&](Report& r) {
    C c = small<C>();
    fit_table(c, x);
    const core::Archive before = core::to_archive(c);
    r.throws<CancelledError>([&] { fit_table(c, x.topRows(x.rows() / 2), stopped_monitor()); });
    r.require(core::to_archive(c) == before, "a cancelled fit changed the object");
  });
}

template <TableComponent C>
void check_table_determinism(Report& report, const Matrix& x) {
  C fitted = small<C>();
  fit_table(fitted, x);
  const core::Archive archive = core::to_archive(fitted);
  const Matrix said = answer(fitted, x);

  report.check("fit twice is fit once", [&](Report& r) {
    C c = small<C>();
    fit_table(c, sample_table(31, C::tags.allows_missing, 99));
    fit_table(c, x);
    r.require(core::to_archive(c) == archive, "a second fit remembers the first");
  });
  report.check("same bits for 1, 2 and 7 threads", [&](Report& r) {
    for (const int n : {1, 2, 7}) {
      const Threads scope(n);
      C c = small<C>();
      fit_table(c, x);
      r.require(core::to_archive(c) == archive,
                "fit differs with " + std::to_string(n) + " threads");
      r.require(same(answer(c, x), said), "answers differ with " + std::to_string(n) + " threads");
    }
  });
  report.check("input unchanged", [&](Report& r) {
    const Matrix copy = x;
    (void)answer(fitted, copy);
    r.require(same(copy, x), "the input was written to");
  });
  report.check("strides do not matter", [&](Report& r) {
    const Eigen::MatrixXd by_columns = x;
    const Eigen::Map<const Matrix, 0, AnyStride> view(by_columns.data(), x.rows(), x.cols(),
                                                      AnyStride(1, x.rows()));
    C c = small<C>();
    fit_table(c, view);
    r.require(core::to_archive(c) == archive, "a column-major table gives another fit");
  });
  report.check("rows are answered alone as in a batch", [&](Report& r) {
    if (!C::tags.row_wise || said.cols() == 0) return;
    for (const Index row : {Index{0}, Index{5}, x.rows() - 1})
      r.require(same(answer(fitted, x.middleRows(row, 1)), said.middleRows(row, 1), 1e-12),
                "row " + std::to_string(row) + " alone is answered differently");
  });
  report.check("order of rows does not matter", [&](Report& r) {
    if (!C::tags.row_order_free) return;
    C c = small<C>();
    if constexpr (C::tags.needs_labels) {
      const Vector y = sample_labels(x).reverse();
      core::fit_with(c, Monitor{}, MatrixView(Matrix(x.colwise().reverse())), VectorView(y));
    } else {
      fit_table(c, Matrix(x.colwise().reverse()));
    }
    r.require(same(answer(c, x), said, 1e-6), "the answer depends on the order of the rows");
  });
  report.check("copies are independent", [&](Report& r) {
    C copy = fitted;
    fit_table(copy, sample_table(31, C::tags.allows_missing, 99));
    r.require(core::to_archive(fitted) == archive, "fitting a copy changed the original");
  });
}

/// What C says about x: no infinite number, and none missing but where a filter takes cells out.
template <TableComponent C>
void require_numbers(Report& r, const C& c, MatrixView x, const std::string& when) {
  constexpr bool takes_out = requires { c.mask(x); };
  const Matrix said = answer(c, x);
  const bool sound = std::all_of(said.data(), said.data() + said.size(), [](double value) {
    return std::isfinite(value) || (takes_out && std::isnan(value));
  });
  r.require(sound, "an answer that is no finite number " + when);
}

/// Units do not matter: columns of 1e-12 and of 1e12, without a gap, and rows that are all equal.
template <TableComponent C>
void check_table_scales(Report& report) {
  const Matrix x = sample_table(60, false);
  report.check("answers are finite in any unit", [&](Report& r) {
    for (const bool tiny : {true, false}) {
      Matrix scaled = x;
      scaled.rightCols(3) *= tiny ? 1e-12 : 1e12;  // the first column holds codes
      C c = small<C>();
      require_numbers(r, fit_table(c, scaled), scaled, tiny ? "near 1e-12" : "near 1e12");
    }
  });
  report.check("equal rows are answered by finite numbers, or refused", [&](Report& r) {
    const Matrix equal = x.row(0).replicate(x.rows(), 1);
    C c = small<C>();
    r.works_or_refuses(
        [&] { require_numbers(r, fit_table(c, equal), equal, "where all rows are equal"); });
  });
}

/// Learning in pieces, for those that offer it.
template <TableComponent C>
void check_table_pieces(Report& report, const Matrix& x) {
  const Matrix a = x.topRows(20), b = x.middleRows(20, 20), rest = x.bottomRows(x.rows() - 40);
  if constexpr (core::Mergeable<C>) {
    const auto fitted = [](const Matrix& part) {
      C c = small<C>();
      fit_table(c, part);
      return c;
    };
    report.check("merge is associative", [&](Report& r) {
      C left = fitted(a), right = fitted(b);
      left.merge(fitted(b));
      left.merge(fitted(rest));
      right.merge(fitted(rest));
      C other = fitted(a);
      other.merge(right);
      r.require(same(answer(left, x), answer(other, x), 1e-9), "(a+b)+c differs from a+(b+c)");
    });
    report.check("merge with a fresh one is identity", [&](Report& r) {
      C left = fitted(a);
      const core::Archive before = core::to_archive(left);
      left.merge(small<C>());
      r.require(core::to_archive(left) == before, "merging nothing changed the object");
    });
    report.check("merge is exact where it says so", [&](Report& r) {
      if (!C::tags.exact_merge) return;
      C left = fitted(a);
      left.merge(fitted(x.bottomRows(x.rows() - 20)));
      r.require(same(answer(left, x), answer(fitted(x), x), 1e-9), "merge differs from one fit");
    });
  }
  if constexpr (core::Incremental<C>) {
    report.check("partial_fit in chunks", [&](Report& r) {
      C chunks = small<C>(), whole = small<C>();
      chunks.partial_fit(a), chunks.partial_fit(b), chunks.partial_fit(rest);
      fit_table(whole, x);
      const Matrix said = answer(chunks, x);
      r.require(said.rows() == x.rows(), "no answer after partial_fit");
      if (C::tags.exact_partial_fit)
        r.require(same(said, answer(whole, x), 1e-9), "chunks differ from one fit");
    });
  }
}

template <TableComponent C>
void check_table(Report& report) {
  const Matrix x = sample_table(60, C::tags.allows_missing);
  check_table_misuse<C>(report, x);
  check_table_determinism<C>(report, x);
  check_table_scales<C>(report);
  check_table_pieces<C>(report, x);
  C fitted = small<C>();
  check_bytes(report, fit_table(fitted, x));
}

}  // namespace limn::inline LIMN_ABI::testing::detail
