// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include <limn/core/config.hpp>

namespace limn::inline LIMN_ABI {

/// Threads used by every call of the library. 0 = the start value: what the environment variable
/// LIMN_NUM_THREADS says, as many as the machine has where it is 0, empty or not set. Results do
/// not depend on it. Errors: ParamError when negative or above 1024.
void set_threads(int n);
/// How many these are. The variable is read when the first call of the library asks.
/// Errors, here and in that call, until set_threads gives a number: ParamError naming
/// LIMN_NUM_THREADS when it is no whole number in [0, 1024].
int threads();

/// Lends the library a service's own pool: called with (n, task), it must run task(0) ...
/// task(n-1), on any threads, and return when all have ended. An empty function gives the own pool
/// back.
using Executor = std::function<void(std::size_t n, const std::function<void(std::size_t)>& task)>;
void set_executor(Executor executor);

namespace core {

/// Runs task(chunk) for each chunk in [0, n_chunks), each exactly once, on the one pool of the
/// process; the caller works too. Nested calls run inline. The pool starts at first use and starts
/// anew in a forked child. When tasks throw, the exception of the lowest chunk that threw is
/// rethrown after the running ones have ended; chunks not yet started are skipped.
void parallel_for(std::size_t n_chunks, const std::function<void(std::size_t)>& task);

/// Half-open row range of a chunk. The cut depends on n and size alone, never on the threads.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};
inline std::size_t chunk_count(std::size_t n, std::size_t size) { return (n + size - 1) / size; }
inline Range chunk_range(std::size_t chunk, std::size_t n, std::size_t size) {
  const std::size_t begin = chunk * size;
  return {begin, begin + size < n ? begin + size : n};
}

/// task(begin, end) over rows [0, n) in chunks of `size`.
template <class Task>
void parallel_rows(std::size_t n, std::size_t size, Task&& task) {
  parallel_for(chunk_count(n, size), [&](std::size_t chunk) {
    const Range range = chunk_range(chunk, n, size);
    task(range.begin, range.end);
  });
}

/// Folds map(begin, end) of fixed chunks in chunk order: the same bits for any thread count.
template <class T, class Map, class Fold>
T parallel_reduce(std::size_t n, std::size_t size, T start, Map&& map, Fold&& fold) {
  std::vector<T> parts(chunk_count(n, size), start);
  parallel_for(parts.size(), [&](std::size_t chunk) {
    const Range range = chunk_range(chunk, n, size);
    parts[chunk] = map(range.begin, range.end);
  });
  for (T& part : parts) start = fold(std::move(start), std::move(part));
  return start;
}

}  // namespace core
}  // namespace limn::inline LIMN_ABI

#ifdef LIMN_HEADER_ONLY
#include <limn/core/parallel.ipp>
#endif
