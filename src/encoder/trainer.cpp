// SPDX-License-Identifier: MIT
#include <limn/encoder/detail/trainer.ipp>
