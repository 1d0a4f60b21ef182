// A request about futures, on its way: read first, then worked on in turns.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/asking.h"
#include "serve/lab.h"
#include "serve/studio.h"
#include "serve/worker.h"

namespace sluice::serve {

class Question : public Job {
 public:
  Question(std::shared_ptr<Reply> reply, Studio& studio, Json json)
      : Job(std::move(reply)), studio_(studio), json_(std::move(json)) {}
  ~Question() override;
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;
  bool turn() final;
  void superseded() override;

 protected:
  // Diagnostics where what was asked makes no sense for this question; answered with 400.
  virtual Diagnostics begin() = 0;
  // One turn of the work; false once the answer is given.
  virtual bool advance() = 0;

  const study::Study& study() const { return bench_->lab->study(); }
  Bench& bench() { return *bench_; }
  Asked& asked() { return *asked_; }
  // Compiles the charts for these policies; refuses what would not fit into memory.
  Diagnostics open_view(const std::vector<std::string>& charts,
                        const std::vector<ensemble::Policy>& policies);
  const View& view() const { return *view_; }
  // Runs a policy a turn further. Null until it has `upto` members.
  std::shared_ptr<const Futures> run_further(const ensemble::Policy& policy, std::size_t upto);
  void answer(const Json& json);

 private:
  bool prepare();
  Diagnostics find_outside_run() const;

  Studio& studio_;
  Json json_;
  std::optional<Bench> bench_;
  std::optional<Asked> asked_;
  std::shared_ptr<const View> view_;
  std::size_t numbers_ = 0;  // that its futures hold
  bool has_room_ = false;
};

}  // namespace sluice::serve
