// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI {

/// What a caller may stop a long call with: std::stop_token, or anything that answers like it from
/// any thread.
template <class T>
concept StopToken = std::copy_constructible<T> && requires(const T& token) {
  { token.stop_requested() } -> std::convertible_to<bool>;
};

/// How a long call tells its progress and hears that it should stop. Cheap to copy; silent when
/// default-constructed. `check` may be called from any thread of the call, as often as one likes.
class Monitor {
 public:
  using Progress = std::function<void(double fraction, std::string_view stage)>;
  using Poll = std::function<bool()>;
  /// The token of a caller who never stops.
  struct Never {
    static constexpr bool stop_requested() { return false; }
  };

  Monitor() = default;
  /// progress: called at most ten times a second and at the end of each stage, only on the thread
  /// that made the monitor. poll: called at most every 20 ms on that thread; true means stop (it is
  /// how Python's Ctrl-C is heard).
  template <StopToken Stop = Never>
  explicit Monitor(Progress progress, Stop stop = {}, Poll poll = {})
      : shared_(make(
            std::move(progress), [stop = std::move(stop)] { return bool(stop.stop_requested()); },
            std::move(poll))) {}

  /// Errors: CancelledError when the caller has asked to stop.
  void check() const {
    if (shared_) check_shared();
  }

  /// Tells that `fraction` in [0, 1] of this part is done, and checks.
  void report(double fraction, std::string_view stage) const {
    if (shared_) report_shared(low_ + (high_ - low_) * fraction, fraction >= 1.0, stage);
  }

  /// The part of the whole between two fractions, for a step of a longer call.
  Monitor part(double low, double high) const {
    Monitor out = *this;
    out.low_ = low_ + (high_ - low_) * low;
    out.high_ = low_ + (high_ - low_) * high;
    return out;
  }

 private:
  // Clocks and threads stay out of this header: every component includes it.
  struct Shared;
  static std::shared_ptr<Shared> make(Progress progress, Poll stop, Poll poll);
  void check_shared() const;
  void report_shared(double of_whole, bool stage_ends, std::string_view stage) const;

  std::shared_ptr<Shared> shared_;
  double low_ = 0.0;
  double high_ = 1.0;
};

}  // namespace limn::inline LIMN_ABI

#ifdef LIMN_HEADER_ONLY
#include <limn/core/monitor.ipp>
#endif
