// SPDX-License-Identifier: MIT
#pragma once

// io: how do tables and models get in and out?
//
// In: CSV and NDJSON text, Arrow C streams, model files. Out: data::Table, or a component's
// archive, checked against limits before memory is taken; files are written whole or not at all.
// io/json.hpp is left out: it is the one header that hands on nlohmann/json.

#include <limn/io/arrow_c.hpp>
#include <limn/io/atomic_file.hpp>
#include <limn/io/csv.hpp>
#include <limn/io/field_columns.hpp>
#include <limn/io/model_file.hpp>
#include <limn/io/ndjson.hpp>
#include <limn/io/sha256.hpp>
#include <limn/io/utf8.hpp>
