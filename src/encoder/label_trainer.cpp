// SPDX-License-Identifier: MIT
#include <limn/encoder/detail/label_trainer.ipp>
