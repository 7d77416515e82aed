// SPDX-License-Identifier: MIT
#pragma once

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#include <limn/core/error.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI {
namespace core::detail {

/// One parallel_for call: chunks are handed out by a counter, the first failure by chunk is kept.
class Job {
 public:
  Job(std::size_t n, const std::function<void(std::size_t)>& task) : n_(n), task_(task) {}

  void work() {
    for (std::size_t chunk; !failed_ && (chunk = next_++) < n_;) {
      try {
        task_(chunk);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!error_ || chunk < error_chunk_) {
          error_ = std::current_exception();
          error_chunk_ = chunk;
        }
        failed_ = true;
      }
    }
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::size_t n_;
  const std::function<void(std::size_t)>& task_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr error_;
  std::size_t error_chunk_ = 0;
};

inline bool& inside_job() {
  thread_local bool inside = false;
  return inside;
}

/// Marks the thread as working for a job while it lives, so that nested calls run inline.
struct InsideJob {
  InsideJob() { inside_job() = true; }
  ~InsideJob() { inside_job() = false; }
  InsideJob(const InsideJob&) = delete;
  InsideJob& operator=(const InsideJob&) = delete;
};

/// Helper threads that wait for a job. One job at a time: a second caller runs its own inline.
class Pool {
 public:
  /// With fewer helpers where the machine has no room for more: the answers are the same.
  explicit Pool(std::size_t helpers) {
    threads_.reserve(helpers);
    try {
      for (std::size_t i = 0; i < helpers; ++i) threads_.emplace_back([this] { serve(); });
    } catch (const std::system_error&) {  // no stack for it, or too many threads
    } catch (const std::bad_alloc&) {
    }
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  void run(Job& job) {
    {
      const std::lock_guard lock(mutex_);
      job_ = &job;
      ++generation_;
      busy_ = threads_.size();
    }
    wake_.notify_all();
    {
      const InsideJob inside;
      job.work();
    }
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return busy_ == 0; });
    job_ = nullptr;
  }

 private:
  void serve() {
    const InsideJob inside;
    std::size_t seen = 0;
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [&] { return stop_ || generation_ != seen; });
      if (stop_) return;
      seen = generation_;
      Job* job = job_;
      lock.unlock();
      job->work();
      lock.lock();
      if (--busy_ == 0) done_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  Job* job_ = nullptr;
  std::size_t generation_ = 0;
  std::size_t busy_ = 0;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

inline constexpr int most_threads = 1024;

/// What LIMN_NUM_THREADS says; 0 where it says nothing. Errors: ParamError.
inline int threads_of_environment() {
  const char* given = std::getenv("LIMN_NUM_THREADS");
  const std::string_view text = given ? given : "";
  if (text.empty()) return 0;
  int n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && n >= 0 && n <= most_threads) return n;
  throw ParamError(whole ? ErrorCode::param_range : ErrorCode::param_type,
                   {.component = "limn",
                    .place = "environment variable LIMN_NUM_THREADS",
                    .got = whole ? std::to_string(n) : "a text that is no such number",
                    .expected = "a whole number in [0, " + std::to_string(most_threads) + "]",
                    .fix = "unset it, set it to 0 for all cores, or call set_threads"});
}

inline int start_threads() {
  if (const int n = threads_of_environment()) return n;
  const unsigned machine = std::thread::hardware_concurrency();
  return machine ? static_cast<int>(machine) : 1;
}

/// The process-wide choice of threads, executor and pool. Leaked on purpose: a static destructor
/// would join threads that no longer exist after a fork or at the end of the process.
struct Parallelism {
  std::mutex choice;  // guards n_threads and executor
  int n_threads = 0;  // 0 = the start value, which is found when it is first asked for
  std::shared_ptr<const Executor> executor;

  std::mutex running;  // held by the one job that uses the pool
  Pool* pool = nullptr;
  int pool_threads = 0;
};

/// With `choice` held. Errors: ParamError when the environment says nonsense; asked again then.
inline int chosen_threads(Parallelism& state) {
  if (state.n_threads == 0) state.n_threads = start_threads();
  return state.n_threads;
}

inline std::atomic<Parallelism*>& parallelism_slot() {
  static std::atomic<Parallelism*> slot{new Parallelism};
  return slot;
}

/// In a forked child the helpers are gone and the mutexes may be held by them: the child leaves the
/// parent's object behind and begins with a fresh one. Only the choice of threads is kept.
inline Parallelism& parallelism() {
  static std::atomic<pid_t> owner{::getpid()};
  const pid_t self = ::getpid();
  pid_t before = owner.load();
  if (before != self && owner.compare_exchange_strong(before, self)) {
    auto* fresh = new Parallelism;
    fresh->n_threads = parallelism_slot().load()->n_threads;
    parallelism_slot() = fresh;
  }
  return *parallelism_slot().load();
}

inline void run_on_pool(Parallelism& state, int n_threads, Job& job) {
  if (!state.pool || state.pool_threads != n_threads) {
    delete std::exchange(state.pool, nullptr);
    state.pool = new Pool(static_cast<std::size_t>(n_threads - 1));
    state.pool_threads = n_threads;
  }
  state.pool->run(job);
}

}  // namespace core::detail

LIMN_INLINE void set_threads(int n) {
  if (n < 0 || n > core::detail::most_threads)
    throw ParamError(ErrorCode::param_range, {.component = "limn",
                                              .place = "option 'threads'",
                                              .got = std::to_string(n),
                                              .expected = "in [0, 1024]",
                                              .fix = "pass 0 for all cores"});
  auto& state = core::detail::parallelism();
  const std::lock_guard lock(state.choice);
  state.n_threads = n;
}

LIMN_INLINE int threads() {
  auto& state = core::detail::parallelism();
  const std::lock_guard lock(state.choice);
  return core::detail::chosen_threads(state);
}

LIMN_INLINE void set_executor(Executor executor) {
  auto& state = core::detail::parallelism();
  const std::lock_guard lock(state.choice);
  state.executor = executor ? std::make_shared<const Executor>(std::move(executor)) : nullptr;
}

namespace core {

LIMN_INLINE void parallel_for(std::size_t n_chunks, const std::function<void(std::size_t)>& task) {
  auto& state = detail::parallelism();
  int n_threads;
  std::shared_ptr<const Executor> executor;
  {
    const std::lock_guard lock(state.choice);
    n_threads = detail::chosen_threads(state);
    executor = state.executor;
  }
  detail::Job job(n_chunks, task);
  std::unique_lock running(state.running, std::defer_lock);
  if (n_threads == 1 || n_chunks <= 1 || detail::inside_job()) {
    job.work();
  } else if (executor) {
    (*executor)(static_cast<std::size_t>(n_threads), [&](std::size_t) {
      const detail::InsideJob inside;
      job.work();
    });
  } else if (running.try_lock()) {
    detail::run_on_pool(state, n_threads, job);
  } else {
    job.work();  // another thread of the caller uses the pool: its own core is the right place
  }
  job.rethrow();
}

}  // namespace core
}  // namespace limn::inline LIMN_ABI
