// SPDX-License-Identifier: MIT
//
// A component outside the tree: checked by the installed battery, then used inside a Profiler by
// its name. Exits 0 when the contract is kept and the profiler answers.

#include <iostream>

#include <limn/core/any.hpp>
#include <limn/profiler/profiler.hpp>
#include <limn/testing/contract.hpp>

#include "trimmed_mean.hpp"

static_assert(limn::core::Transformer<shop::TrimmedMean>);

int main() try {
  const auto findings = limn::testing::check_contract<shop::TrimmedMean>();
  for (const limn::testing::Finding& finding : findings)
    std::cerr << finding.check << ": " << finding.what << '\n';
  if (!findings.empty()) return 1;
  std::cout << "shop.trimmed_mean keeps the contract\n";

  limn::core::enroll<shop::TrimmedMean>();
  limn::Config config;
  config.impute = {"shop.trimmed_mean", {{"trim", 0.1}}};
  config.encoder = {};
  limn::Profiler profiler(config);
  const limn::data::EventLog log = limn::testing::sample_log({.n_users = 80, .n_items = 20});
  profiler.fit(log);
  const limn::Profile who = profiler.profile("user3");
  std::cout << who.traits.size() << " traits, " << who.recommendations.size()
            << " recommendations\n";
  return who.known && !who.recommendations.empty() ? 0 : 1;
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
