// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include <limn/core/types.hpp>

namespace limn::inline LIMN_ABI::encoder {

/// How well next items are guessed: means over users, full ranking.
struct Quality {
  double ndcg = 0.0;  ///< NDCG@10
  double hit = 0.0;   ///< hit rate@10
};

/// How training went, one entry an epoch.
struct EpochReport {
  double loss = 0.0;  ///< mean over events of -log p(next item)
  double ndcg = 0.0;  ///< on the validation users, NDCG@10 with full ranking; 0 without any
  double hit = 0.0;   ///< hit rate@10 on the same

  template <class V>
  void state(V&& v) {
    v("loss", loss);
    v("ndcg", ndcg);
    v("hit", hit);
  }
};

namespace detail {

/// What training changes: the item table (n_items, width), all other weights, and Adam's moments.
struct Weights {
  MatrixF table, table_m, table_v;
  VectorF rest, rest_m, rest_v;
  std::int64_t step = 0;

  bool has_moments() const {
    return table_m.size() == table.size() && rest_m.size() == rest.size();
  }
  void clear_moments() {
    for (MatrixF* m : {&table_m, &table_v}) m->resize(0, 0);
    for (VectorF* m : {&rest_m, &rest_v}) m->resize(0);
  }
  /// Training that goes on starts with a fresh optimizer.
  void forget_moments() {
    for (MatrixF* m : {&table_m, &table_v}) m->setZero();
    for (VectorF* m : {&rest_m, &rest_v}) m->setZero();
    step = 0;
  }
  template <class V>
  void state(V&& v) {
    v("table", table);
    v("table_m", table_m);
    v("table_v", table_v);
    v("rest", rest);
    v("rest_m", rest_m);
    v("rest_v", rest_v);
    v("step", step);
  }
};

}  // namespace detail
}  // namespace limn::inline LIMN_ABI::encoder
