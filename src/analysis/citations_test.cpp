#include "analysis/citations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::analysis {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::map<std::string, study::SourceRow> rows(const std::vector<std::string>& ids) {
  std::map<std::string, study::SourceRow> sources;
  for (const auto& id : ids) sources[id] = {id, "data.csv", "value: 1", 2};
  return sources;
}

const auto kRows = rows({"CI010", "CI011", "CI013", "policy 2026-01-13", "policy 2025-11-06",
                         "policy 2025-11-06 #2", "chips H20", "chips H200 SXM", "chips H200 NVL",
                         "pub IFP", "pub IFP second"});

TEST(Citations, FindIdsRangesAndTheirGaps) {
  EXPECT_THAT(citations_in("See CI010; not XCI011 or CI0105.", kRows).rows, ElementsAre("CI010"));
  EXPECT_THAT(citations_in("CI010-CI013", kRows).rows, ElementsAre("CI010", "CI011", "CI013"));
  EXPECT_THAT(citations_in("(CI010–013)", kRows).rows, ElementsAre("CI010", "CI011", "CI013"));
  EXPECT_THAT(citations_in("CI011, CI010, CI011", kRows).rows, ElementsAre("CI011", "CI010"));
}

TEST(Citations, FindPolicyDatesAndTheirNamesakes) {
  EXPECT_THAT(citations_in("policy 2026-01-13, 2025-11-06.", kRows).rows,
              ElementsAre("policy 2026-01-13", "policy 2025-11-06", "policy 2025-11-06 #2"));
  EXPECT_THAT(citations_in("the policy of 2026-01-13", kRows).rows, IsEmpty());
}

TEST(Citations, FindNamesExactlyElseByTheirFirstWord) {
  EXPECT_THAT(citations_in("chips H20 and more", kRows).rows, ElementsAre("chips H20"));
  EXPECT_THAT(citations_in("chips H200, of old", kRows).rows,
              ElementsAre("chips H200 NVL", "chips H200 SXM"));
  EXPECT_THAT(citations_in("pub IFP second table", kRows).rows, ElementsAre("pub IFP second"));
}

TEST(Citations, TellWhatNoRowHas) {
  const auto found = citations_in("CI099; policy 2020-01-01; chips Z9 are fine words", kRows);
  EXPECT_THAT(found.rows, IsEmpty());
  EXPECT_THAT(found.unknown, ElementsAre("CI099", "policy 2020-01-01"));
  EXPECT_THAT(citations_in("GB300 and MI308 are chips", kRows).unknown, IsEmpty());
}

TEST(Citations, ReadAnyTextToItsEnd) {
  for (const char* text : {"", "policy ", "policy 2026-01-1", "CI", "CI01", "CI010-", "CI010-CI",
                           "chips ", "pub", "CI010–"}) {
    EXPECT_LE(citations_in(text, kRows).rows.size(), 1U) << text;
  }
}

}  // namespace
}  // namespace sluice::analysis
