// SPDX-License-Identifier: MIT
#pragma once

#include <exception>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include <limn/core/component.hpp>
#include <limn/core/parallel.hpp>

namespace limn::inline LIMN_ABI::testing {

/// One breach of the contract: which check, and what was seen.
struct Finding {
  std::string check;
  std::string what;
};

/// Runs checks one by one; a check that throws something unexpected is a finding, not a crash.
class Report {
 public:
  void check(const std::string& name, const std::function<void(Report&)>& body) {
    current_ = name;
    ++n_checks_;
    try {
      body(*this);
    } catch (const std::exception& e) {
      findings_.push_back({name, std::string("unexpected exception: ") + e.what()});
    }
  }
  void require(bool ok, std::string what) {
    if (!ok) findings_.push_back({current_, std::move(what)});
  }
  /// Passes when the call throws E; with `word`, when the message holds it, too.
  template <class E, class Call>
  void throws(Call&& call, const std::string& word = "") {
    try {
      call();
    } catch (const E& e) {
      require(std::string(e.what()).find(word) != std::string::npos,
              "the message does not name '" + word + "': " + e.what());
      return;
    }
    require(false, "no error where one was promised");
  }
  /// Passes when the call works or refuses with one of the library's own errors.
  template <class Call>
  void works_or_refuses(Call&& call) {
    try {
      call();
    } catch (const Error&) {
    }
  }

  const std::vector<Finding>& findings() const { return findings_; }
  int n_checks() const { return n_checks_; }

 private:
  std::string current_;
  std::vector<Finding> findings_;
  int n_checks_ = 0;
};

/// Sets the number of threads while it lives.
class Threads {
 public:
  explicit Threads(int n) : before_(threads()) { set_threads(n); }
  ~Threads() { set_threads(before_); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int before_;
};

/// A component small enough for a check to take milliseconds: sizes cut where it has such options.
template <class C>
C small() {
  static const core::Values sizes = {
      {"epochs", std::int64_t{2}},      {"width", std::int64_t{8}},
      {"layers", std::int64_t{1}},      {"n_estimators", std::int64_t{12}},
      {"n_clusters", std::int64_t{3}},  {"n_components", std::int64_t{3}},
      {"max_length", std::int64_t{16}}, {"n_negatives", std::int64_t{8}}};
  core::Values chosen;
  for (const core::ParamInfo& info : core::param_list<C>())
    for (const auto& [key, value] : sizes)
      if (info.key == key) chosen.emplace_back(key, value);
  return C(core::from_values<C>(chosen));
}

/// A monitor whose caller has already asked to stop.
inline Monitor stopped_monitor() {
  std::stop_source source;
  source.request_stop();
  return Monitor({}, source.get_token());
}

}  // namespace limn::inline LIMN_ABI::testing
