// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include <limn/core/monitor.hpp>

namespace limn::inline LIMN_ABI {

struct Monitor::Shared {
  using Clock = std::chrono::steady_clock;

  Progress progress;
  Poll stop, poll;
  std::atomic<bool> polled_stop{false};
  std::thread::id home = std::this_thread::get_id();
  Clock::time_point last_poll{}, last_report{};  // touched by the home thread only

  bool at_home() const { return std::this_thread::get_id() == home; }
  static bool due(Clock::time_point& last, std::chrono::milliseconds pause) {
    const auto now = Clock::now();
    if (now - last < pause) return false;
    last = now;
    return true;
  }
};

LIMN_INLINE std::shared_ptr<Monitor::Shared> Monitor::make(Progress progress, Poll stop,
                                                           Poll poll) {
  auto shared = std::make_shared<Shared>();
  shared->progress = std::move(progress);
  shared->stop = std::move(stop);
  shared->poll = std::move(poll);
  return shared;
}

LIMN_INLINE void Monitor::check_shared() const {
  Shared& s = *shared_;
  if (s.poll && s.at_home() && Shared::due(s.last_poll, std::chrono::milliseconds(20)) && s.poll())
    s.polled_stop = true;
  if (!s.polled_stop && !s.stop()) return;
  throw CancelledError(ErrorCode::cancelled, {.component = "limn",
                                              .place = "",
                                              .got = "a request to stop",
                                              .expected = "",
                                              .fix = "nothing was changed; call again"});
}

LIMN_INLINE void Monitor::report_shared(double of_whole, bool stage_ends,
                                        std::string_view stage) const {
  check_shared();
  Shared& s = *shared_;
  if (!s.progress || !s.at_home()) return;
  if (!Shared::due(s.last_report, std::chrono::milliseconds(100)) && !stage_ends) return;
  s.progress(of_whole, stage);
}

}  // namespace limn::inline LIMN_ABI
