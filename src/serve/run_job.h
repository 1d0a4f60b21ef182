// POST /api/v1/run and /claims: policies over the same futures, in snapshots.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "serve/claim_runs.h"
#include "serve/question.h"

namespace sluice::serve {

class RunJob final : public Question {
 public:
  RunJob(std::shared_ptr<Reply> reply, Studio& studio, Json json);
  void superseded() override;

 protected:
  Diagnostics begin() override;
  bool advance() override;

 private:
  std::size_t target_after(std::size_t done) const;
  void give(bool complete);

  // Those asked, then `previous`, then what each claim reads.
  std::vector<ensemble::Policy> policies_;
  std::vector<std::shared_ptr<const Futures>> futures_;
  std::vector<ClaimRun> claims_;
  std::size_t target_ = 0, upto_ = 0, next_policy_ = 0;
  std::chrono::steady_clock::time_point began_;
  bool begun_ = false, stream_ = false;
};

}  // namespace sluice::serve
