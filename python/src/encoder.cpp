// SPDX-License-Identifier: MIT
#include <limn/encoder/encoder.hpp>

#include "bind_component.hpp"
#include "rooms.hpp"

namespace limn::python {

void bind_encoder(py::module_& room) {
  bind_components(room, encoder::components{});
  // recommend.Sequence asks for its encoder by name.
  core::for_each_type(encoder::components{}, []<class C>() {
    if constexpr (core::SequenceEncoderFace::accepts<C>) core::AnySequenceEncoder::enroll<C>();
  });
}

}  // namespace limn::python
