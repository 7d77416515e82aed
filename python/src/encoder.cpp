// SPDX-License-Identifier: MIT
#include <limn/encoder/encoder.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"
#include "weights.hpp"

namespace limn::python {

void bind_encoder(py::module_& room) {
  bind_components(room, encoder::components{});
  core::for_each_type(encoder::components{}, [&]<class C>() {
    // recommend.Sequence asks for its encoder by name.
    if constexpr (core::SequenceEncoderFace::accepts<C>) core::AnySequenceEncoder::enroll<C>();
    if constexpr (requires(const C c) { c.named_weights(); })
      furnish_weights<C>(room.attr(class_name(C::name).c_str()));
  });
}

}  // namespace limn::python
