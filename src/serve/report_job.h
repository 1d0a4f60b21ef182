// POST /api/v1/report and `sluice report`: one HTML file that needs nothing else.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "serve/claim_runs.h"
#include "serve/question.h"

namespace sluice::serve {

class ReportJob final : public Question {
 public:
  using Question::Question;

 protected:
  Diagnostics begin() override;
  bool advance() override;

 private:
  std::string html();
  std::string chart_html(const std::string& chart);
  std::string unusable_html();
  std::string claims_html();
  std::string policies_html();
  std::string overview_html();

  std::vector<ensemble::Policy> policies_;  // those asked, then what the claims read
  std::vector<std::shared_ptr<const Futures>> futures_;
  std::vector<ClaimRun> claims_;
};

}  // namespace sluice::serve
