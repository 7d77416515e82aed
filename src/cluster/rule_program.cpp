// SPDX-License-Identifier: MIT
#include <limn/cluster/detail/rule_answer.ipp>
#include <limn/cluster/detail/rule_reader.ipp>
#include <limn/cluster/detail/rule_value.ipp>
