// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <limn/profiler/detail/model.hpp>
#include <limn/profiler/detail/time_text.hpp>

namespace limn::inline LIMN_ABI::profiler::detail {

LIMN_INLINE Model updated(const Model& model, const data::EventLog& more, const Monitor& monitor) {
  Model next = model;
  next.log = model.log.append(more);
  next.as_of_us = std::max(model.as_of_us, next.log.last_time_us() + 1);
  const auto n_users = static_cast<Index>(next.log.n_users());
  next.rows.grow(n_users);
  next.people.grow(n_users);
  monitor.report(0.2, "update");

  std::vector<std::int32_t> concerned;
  for (std::size_t u = 0; u < more.n_users(); ++u)
    if (more.offsets()[u + 1] > more.offsets()[u])
      concerned.push_back(next.log.users().find(more.users().id(static_cast<std::int32_t>(u))));
  for (std::size_t u = model.log.n_users(); u < next.log.n_users(); ++u)
    concerned.push_back(static_cast<std::int32_t>(u));
  std::ranges::sort(concerned);
  concerned.erase(std::ranges::unique(concerned).begin(), concerned.end());
  Matrix attributes(std::ssize(concerned), next.people.values.cols());
  for (Index i = 0; i < attributes.rows(); ++i)
    attributes.row(i) = next.people.values.row(concerned[static_cast<std::size_t>(i)]);
  const Rows fresh = describe_rows(next, next.log.only_users(concerned), next.as_of_us, attributes);
  for (std::size_t i = 0; i < concerned.size(); ++i)
    next.rows.take(concerned[i], fresh, static_cast<Index>(i));
  monitor.report(0.5, "update");
  refresh(next, monitor.part(0.5, 1.0));
  return next;
}

LIMN_INLINE Model without_user(const Model& model, std::int32_t user, Receipt& receipt) {
  Model next = model;
  const auto row = static_cast<Index>(user);
  receipt.was_known = true;
  receipt.events_erased =
      static_cast<std::int64_t>(model.log.history(static_cast<std::size_t>(user)).size());
  receipt.rows_erased = 1;
  next.log = model.log.without_user(user);
  next.rows.remove(row);
  next.people.remove(row);
  receipt.refitted = refresh(next, {});
  receipt.kept_as_statistics = {"features", "imputer", "scaler", model.outlier->name(),
                                model.segments.clusterer->name()};
  if (model.returns.usable()) receipt.kept_as_statistics.push_back("predict.returns");
  if (model.encoder) receipt.kept_as_statistics.push_back(model.encoder->name());
  return next;
}

}  // namespace limn::inline LIMN_ABI::profiler::detail
