// SPDX-License-Identifier: MIT
#pragma once

#include <limn/nn/math.hpp>

namespace limn::inline LIMN_ABI::nn {

/// y = gain * x / rms(x) for each row of x (rows, d); inverse (rows) is kept for the way back.
/// Source: Zhang and Sennrich (2019), Root Mean Square Layer Normalization.
template <class S>
void rms_norm(std::size_t rows, std::size_t d, const S* x, const S* gain, S* y, S* inverse) {
  Math<S>::rms_norm(rows, d, x, gain, y, inverse);
}
/// dx += ..., dgain += ...
template <class S>
void rms_norm_backward(std::size_t rows, std::size_t d, const S* x, const S* gain, const S* inverse,
                       const S* dy, S* dx, S* dgain) {
  Math<S>::rms_norm_backward(rows, d, x, gain, inverse, dy, dx, dgain);
}

/// y = gain * (x - mean) / deviation + shift for each row; mean and inverse (rows) are kept.
/// Source: Ba, Kiros and Hinton (2016), Layer Normalization.
template <class S>
void layer_norm(std::size_t rows, std::size_t d, const S* x, const S* gain, const S* shift, S* y,
                S* mean, S* inverse) {
  for (std::size_t r = 0; r < rows; ++r, x += d, y += d) {
    S sum = 0, squares = 0;
    for (std::size_t i = 0; i < d; ++i) sum += x[i];
    mean[r] = sum / static_cast<S>(d);
    for (std::size_t i = 0; i < d; ++i) squares += (x[i] - mean[r]) * (x[i] - mean[r]);
    inverse[r] = S(1) / std::sqrt(squares / static_cast<S>(d) + S(1e-6));
    for (std::size_t i = 0; i < d; ++i) y[i] = gain[i] * (x[i] - mean[r]) * inverse[r] + shift[i];
  }
}
/// dx += ..., dgain += ..., dshift += ...
template <class S>
void layer_norm_backward(std::size_t rows, std::size_t d, const S* x, const S* gain, const S* mean,
                         const S* inverse, const S* dy, S* dx, S* dgain, S* dshift) {
  const S n = static_cast<S>(d);
  for (std::size_t r = 0; r < rows; ++r, x += d, dy += d, dx += d) {
    S first = 0, second = 0;
    for (std::size_t i = 0; i < d; ++i) {
      const S v = (x[i] - mean[r]) * inverse[r];
      first += dy[i] * gain[i] / n;
      second += dy[i] * gain[i] * v / n;
      dgain[i] += dy[i] * v;
      dshift[i] += dy[i];
    }
    for (std::size_t i = 0; i < d; ++i)
      dx[i] += inverse[r] * (dy[i] * gain[i] - first - (x[i] - mean[r]) * inverse[r] * second);
  }
}

}  // namespace limn::inline LIMN_ABI::nn
