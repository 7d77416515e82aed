// SPDX-License-Identifier: MIT
#pragma once

#include <limn/testing/contract_table.hpp>

namespace limn::inline LIMN_ABI::testing::detail {

/// All that a fitted component says about the users of a log: (n, anything).
template <core::LogFittable C>
Matrix answer(const C& c, const data::EventLog& log) {
  if constexpr (core::EventFilter<C>) {
    const std::vector<std::uint8_t> mask = c.mask(log);
    return Eigen::Map<const Eigen::Matrix<std::uint8_t, Eigen::Dynamic, 1>>(
               mask.data(), static_cast<Index>(mask.size()))
        .template cast<double>();
  } else if constexpr (core::EventFeaturizer<C>) {
    return c.transform(log, log.last_time_us() + 1);
  } else if constexpr (core::SequenceEncoder<C>) {
    return c.embed(log).template cast<double>();
  } else {
    const Ranked ranked = c.recommend(log, 5, true);
    Matrix out(ranked.items.rows(), ranked.items.cols() + ranked.scores.cols());
    out << ranked.items.template cast<double>(), ranked.scores.template cast<double>();
    return out;
  }
}

template <core::LogFittable C>
void check_log_determinism(Report& report, const data::EventLog& log) {
  C fitted = small<C>();
  fitted.fit(log);
  const core::Archive archive = core::to_archive(fitted);
  const Matrix said = answer(fitted, log);
  const data::EventLog other = sample_log({.n_users = 9, .n_items = 6}, 5);

  report.check("fit twice is fit once", [&](Report& r) {
    C c = small<C>();
    c.fit(other).fit(log);
    r.require(core::to_archive(c) == archive, "a second fit remembers the first");
  });
  report.check("same bits for 1, 2 and 7 threads", [&](Report& r) {
    for (const int n : {1, 2, 7}) {
      const Threads scope(n);
      C c = small<C>();
      c.fit(log);
      r.require(core::to_archive(c) == archive,
                "fit differs with " + std::to_string(n) + " threads");
      r.require(same(answer(c, log), said),
                "answers differ with " + std::to_string(n) + " threads");
    }
  });
  report.check("one row a user, whoever is asked for", [&](Report& r) {
    const Matrix strangers = answer(fitted, other);
    const auto rows = core::EventFilter<C> ? other.n_events() : other.n_users();
    r.require(strangers.rows() == static_cast<Index>(rows), "wrong number of rows for a new log");
  });
  report.check("copies are independent", [&](Report& r) {
    C copy = fitted;
    copy.fit(other);
    r.require(core::to_archive(fitted) == archive, "fitting a copy changed the original");
  });
}

template <core::LogFittable C>
void check_log_misuse(Report& report, const data::EventLog& log) {
  report.check("use before fit", [&](Report& r) {
    r.throws<NotFittedError>([&] { (void)answer(small<C>(), log); }, std::string(C::name));
  });
  report.check("no events is a DataError, and changes nothing", [&](Report& r) {
    C c = small<C>();
    c.fit(log);
    const core::Archive before = core::to_archive(c);
    r.throws<DataError>([&] { c.fit(data::EventLog{}); });
    r.require(core::to_archive(c) == before, "a fit that failed changed the object");
  });
  report.check("logs with one event, no types, no values, no clock", [&](Report& r) {
    C c = small<C>();
    for (const LogShape& shape : {LogShape{.n_users = 1, .longest = 1}, LogShape{.types = false},
                                  LogShape{.values = false}, LogShape{.ordered_only = true}}) {
      const data::EventLog odd = sample_log(shape);
      r.works_or_refuses([&] { (void)answer(c.fit(odd), odd); });
    }
  });
  report.check("a cancelled fit changes nothing", [&](Report& r) {
    C c = small<C>();
    c.fit(log);
    const core::Archive before = core::to_archive(c);
    r.throws<CancelledError>([&] { core::fit_with(c, stopped_monitor(), log); });
    r.require(core::to_archive(c) == before, "a cancelled fit changed the object");
  });
}

template <core::LogFittable C>
void check_log(Report& report) {
  const data::EventLog log = sample_log();
  check_log_misuse<C>(report, log);
  check_log_determinism<C>(report, log);
  C fitted = small<C>();
  check_bytes(report, fitted.fit(log));
}

}  // namespace limn::inline LIMN_ABI::testing::detail
