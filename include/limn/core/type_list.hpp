// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI::core {

/// A list of component types. The list at the end of each <room>/<room>.hpp is the only
/// registration there is: factory, Python classes, contract battery and reference fold over it.
template <class... Cs>
struct type_list {
  static constexpr std::size_t size = sizeof...(Cs);
};

/// Calls f.template operator()<C>() for each C, in order.
template <class... Cs, class F>
void for_each_type(type_list<Cs...>, F&& f) {
  (f.template operator()<Cs>(), ...);
}

namespace detail {
template <class...>
struct concat;
template <>
struct concat<> {
  using type = type_list<>;
};
template <class... As>
struct concat<type_list<As...>> {
  using type = type_list<As...>;
};
template <class... As, class... Bs, class... Rest>
struct concat<type_list<As...>, type_list<Bs...>, Rest...> {
  using type = typename concat<type_list<As..., Bs...>, Rest...>::type;
};
}  // namespace detail

template <class... Lists>
using concat = typename detail::concat<Lists...>::type;

}  // namespace limn::inline LIMN_ABI::core
