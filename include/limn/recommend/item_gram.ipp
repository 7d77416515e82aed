// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <numeric>

#include <limn/core/parallel.hpp>
#include <limn/kernels/kernels.hpp>
#include <limn/recommend/item_gram.hpp>
#include <limn/recommend/item_graph.hpp>

namespace limn::inline LIMN_ABI::recommend {

namespace detail {

/// The matrix with items as ranks, the most taken first: both ways, rising.
struct RankedItems {
  std::vector<std::int32_t> order;            ///< rank -> item
  std::vector<std::int64_t> offsets;          ///< (n_users + 1)
  std::vector<std::int32_t> ranks;            ///< of each user
  std::vector<std::int64_t> rank_offsets{0};  ///< (n_items + 1)
  std::vector<std::int32_t> users;            ///< of each rank
  std::vector<std::int32_t> places;           ///< of the rank in that user's list
};

LIMN_INLINE RankedItems rank_items(const UserItems& seen, std::size_t n_items) {
  const data::Occurrences where = data::occurrences(seen.items, n_items);
  RankedItems out;
  out.offsets = seen.offsets;
  out.order.resize(n_items);
  std::iota(out.order.begin(), out.order.end(), 0);
  std::stable_sort(out.order.begin(), out.order.end(), [&](std::int32_t a, std::int32_t b) {
    return where.of(a).size() > where.of(b).size();
  });
  out.ranks.resize(seen.items.size());
  std::vector<std::int64_t> next(seen.offsets.begin(), seen.offsets.end() - 1);
  for (std::size_t rank = 0; rank < n_items; ++rank) {
    for (const std::int64_t entry : where.of(out.order[rank])) {
      const std::int32_t user = seen.users[static_cast<std::size_t>(entry)];
      std::int64_t& at = next[static_cast<std::size_t>(user)];
      out.users.push_back(user);
      out.places.push_back(
          static_cast<std::int32_t>(at - out.offsets[static_cast<std::size_t>(user)]));
      out.ranks[static_cast<std::size_t>(at++)] = static_cast<std::int32_t>(rank);
    }
    out.rank_offsets.push_back(static_cast<std::int64_t>(out.users.size()));
  }
  return out;
}

/// How many of the ranks are cheaper as bit sets: a step of a list costs about 1.5 words of bits.
/// At most 256 MiB of bits are made.
LIMN_INLINE std::size_t head_size(const RankedItems& x, std::size_t n_words) {
  const std::size_t n = x.order.size();
  const std::size_t most =
      std::min<std::size_t>(n, (std::size_t{1} << 25) / std::max<std::size_t>(1, n_words));
  double lists = 0.0, best = 0.0;  // saved so far by counting bits
  std::size_t head = 0;
  for (std::size_t rank = 0; rank < most; ++rank) {
    for (auto e = x.rank_offsets[rank]; e < x.rank_offsets[rank + 1]; ++e)
      lists += 1.5 * x.places[static_cast<std::size_t>(e)];
    const auto pairs = static_cast<double>(rank + 1);
    const double saved = lists - 0.5 * pairs * pairs * static_cast<double>(n_words + 4);
    if (saved > best) best = saved, head = rank + 1;
  }
  return head;
}

LIMN_INLINE void count_bits(const RankedItems& x, std::size_t head, std::size_t n_words,
                            MatrixF& counts) {
  std::vector<std::uint64_t> bits(head * n_words);
  for (std::size_t rank = 0; rank < head; ++rank)
    for (auto e = x.rank_offsets[rank]; e < x.rank_offsets[rank + 1]; ++e) {
      const auto user = static_cast<std::size_t>(x.users[static_cast<std::size_t>(e)]);
      bits[rank * n_words + user / 64] |= std::uint64_t{1} << (user % 64);
    }
  const auto& kernels = kernels::table().bits;
  core::parallel_rows(head, 32, [&](std::size_t begin, std::size_t end) {
    for (std::size_t j = 0; j < end; j += 16)  // 16 sets stay near while 32 rows pass by
      for (std::size_t i = std::max(begin, j); i < end; ++i)
        kernels.count_shared(n_words, &bits[i * n_words], &bits[j * n_words], n_words,
                             std::min<std::size_t>(16, i + 1 - j),
                             &counts(static_cast<Index>(i), static_cast<Index>(j)));
  });
}

LIMN_INLINE void count_lists(const RankedItems& x, std::size_t head, MatrixF& counts,
                             const Monitor& monitor) {
  const std::size_t n = x.order.size();
  core::parallel_rows(n - head, 32, [&](std::size_t begin, std::size_t end) {
    monitor.check();
    std::vector<std::int32_t> sums(head + end);
    for (std::size_t rank = head + begin; rank < head + end; ++rank) {
      std::fill_n(sums.begin(), rank + 1, 0);
      for (auto e = x.rank_offsets[rank]; e < x.rank_offsets[rank + 1]; ++e) {
        const auto at = static_cast<std::size_t>(e);
        const std::int32_t* list =
            &x.ranks[static_cast<std::size_t>(x.offsets[static_cast<std::size_t>(x.users[at])])];
        for (std::int32_t p = 0; p <= x.places[at]; ++p) ++sums[static_cast<std::size_t>(list[p])];
      }
      float* row = &counts(static_cast<Index>(rank), 0);
      for (std::size_t j = 0; j <= rank; ++j) row[j] = static_cast<float>(sums[j]);
    }
  });
}

}  // namespace detail

LIMN_INLINE ItemGram item_gram(const UserItems& seen, std::size_t n_items, const Monitor& monitor) {
  detail::RankedItems x = detail::rank_items(seen, n_items);
  const std::size_t n_words = (seen.offsets.size() - 1 + 63) / 64;
  const std::size_t head = detail::head_size(x, n_words);
  const auto n = static_cast<Index>(n_items);
  ItemGram out{{}, MatrixF(n, n)};
  detail::count_bits(x, head, n_words, out.counts);
  detail::count_lists(x, head, out.counts, monitor);
  out.order = std::move(x.order);
  return out;
}

}  // namespace limn::inline LIMN_ABI::recommend
