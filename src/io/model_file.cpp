// SPDX-License-Identifier: MIT
#include <limn/io/model_file.ipp>
