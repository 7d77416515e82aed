// SPDX-License-Identifier: MIT
#pragma once

#include <limn/core/any.hpp>
#include <limn/data/event_log.hpp>
#include <limn/profiler/config.hpp>
#include <limn/profiler/detail/columns.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

/// Does this step of `clean` work on the table of features, and not on events?
bool cleans_table(const ComponentSpec& step);

/// Histories in numbers, made ready for models: featurizers side by side, noise taken out, gaps
/// filled, scaled. Learnt once on a log; from then on any log with the same meaning can be
/// described.
struct Describer {
  std::vector<core::AnyEventFeaturizer> featurizers;
  Columns features;                           ///< (d) a block is a featurizer
  std::vector<core::AnyTransformer> filters;  ///< those of `clean` that work on tables
  std::vector<Columns> filtered;              ///< what each of them made of the table before it
  core::AnyTransformer imputer, scaler;
  Columns filled_columns, ready_columns;  ///< what imputer and scaler made of it

  template <class V>
  void state(V&& v) {
    v("featurizers", featurizers);
    v("features", features);
    v("filters", filters);
    v("filtered", filtered);
    v("imputer", imputer);
    v("scaler", scaler);
    v("filled_columns", filled_columns);
    v("ready_columns", ready_columns);
  }
  void check_state() const;

  /// Learns on the users flagged in `learn` (n_users), as of a time. Returns raw(log, as_of_us).
  Matrix fit(const Config& config, const data::EventLog& log, std::int64_t as_of_us,
             const std::vector<std::uint8_t>& learn, const Monitor& monitor);
  /// (n_users, d) with gaps, rows in the order of log.users().
  Matrix raw(const data::EventLog& log, std::int64_t as_of_us) const;
  /// The columns that the imputer is given.
  const Columns& cleaned_columns() const { return filtered.empty() ? features : filtered.back(); }
  /// The raw rows (n, d) after the filters: (n, cleaned_columns). Errors: ShapeError when one does
  /// not answer as many rows, or columns, as at fit; so for the next two.
  Matrix cleaned(const Matrix& raw) const;
  /// The raw rows (n, d) after filters and imputer: (n, filled_columns).
  Matrix fill(const Matrix& raw) const;
  /// Filled rows on one scale: (n, ready_columns).
  Matrix scale(const Matrix& filled) const;
  /// Scaled rows in which the columns of each block weigh together as one.
  Matrix weighed(Matrix scaled) const;
  /// All that models ask for: weighed and scaled.
  Matrix ready(const Matrix& filled) const { return weighed(scale(filled)); }

 private:
  Matrix learn_filters(const Config& config, Matrix known, const Monitor& monitor);
};

/// Users to learn from: those with events that are not set apart; everybody where that is nobody.
std::vector<std::uint8_t> learners(const data::EventLog& log,
                                   const std::vector<std::uint8_t>& apart);

/// Rows of x whose flag is set.
Matrix pick_rows(const Matrix& x, const std::vector<std::uint8_t>& flags);

}  // namespace limn::inline LIMN_ABI::profiler::detail
