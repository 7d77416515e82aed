// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>

#include <limn/core/error.hpp>

namespace limn::inline LIMN_ABI {

/// How a long call tells its progress and hears that it should stop. Cheap to copy; silent when
/// default-constructed. `check` may be called from any thread of the call, as often as one likes.
class Monitor {
 public:
  using Progress = std::function<void(double fraction, std::string_view stage)>;

  Monitor() = default;
  /// progress: called at most ten times a second and at the end of each stage, only on the thread
  /// that made the monitor. poll: called at most every 20 ms on that thread; true means stop (it is
  /// how Python's Ctrl-C is heard).
  explicit Monitor(Progress progress, std::stop_token stop = {}, std::function<bool()> poll = {})
      : shared_(std::make_shared<Shared>()) {
    shared_->progress = std::move(progress);
    shared_->stop = std::move(stop);
    shared_->poll = std::move(poll);
  }

  /// Errors: CancelledError when the caller has asked to stop.
  void check() const {
    if (!shared_) return;
    Shared& s = *shared_;
    if (s.poll && std::this_thread::get_id() == s.home && due(s.last_poll, 20) && s.poll())
      s.polled_stop = true;
    if (!s.polled_stop && !s.stop.stop_requested()) return;
    throw CancelledError(ErrorCode::cancelled, {.component = "limn",
                                                .place = "",
                                                .got = "a request to stop",
                                                .expected = "",
                                                .fix = "nothing was changed; call again"});
  }

  /// Tells that `fraction` in [0, 1] of this part is done, and checks.
  void report(double fraction, std::string_view stage) const {
    check();
    if (!shared_ || !shared_->progress || std::this_thread::get_id() != shared_->home) return;
    if (!due(shared_->last_report, 100) && fraction < 1.0) return;
    shared_->progress(low_ + (high_ - low_) * fraction, stage);
  }

  /// The part of the whole between two fractions, for a step of a longer call.
  Monitor part(double low, double high) const {
    Monitor out = *this;
    out.low_ = low_ + (high_ - low_) * low;
    out.high_ = low_ + (high_ - low_) * high;
    return out;
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Shared {
    Progress progress;
    std::stop_token stop;
    std::function<bool()> poll;
    std::atomic<bool> polled_stop{false};
    std::thread::id home = std::this_thread::get_id();
    Clock::time_point last_poll{}, last_report{};  // touched by the home thread only
  };
  static bool due(Clock::time_point& last, int milliseconds) {
    const auto now = Clock::now();
    if (now - last < std::chrono::milliseconds(milliseconds)) return false;
    last = now;
    return true;
  }

  std::shared_ptr<Shared> shared_;
  double low_ = 0.0;
  double high_ = 1.0;
};

}  // namespace limn::inline LIMN_ABI
