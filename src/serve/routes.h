// Which request is answered by what.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "serve/http.h"
#include "serve/studio.h"
#include "serve/worker.h"

namespace sluice::serve {

class Routes {
 public:
  // `may_save`: whether trial equations may be written into the model's file.
  Routes(Studio& studio, bool may_save) : studio_(studio), may_save_(may_save) {}
  void handle(const Request& request, const std::shared_ptr<Reply>& reply);

 private:
  void get(const Request& request, const std::shared_ptr<Reply>& reply);
  void post(const Request& request, const std::shared_ptr<Reply>& reply);
  void answer_file(const Request& request, Reply& reply);
  void add(std::unique_ptr<Job> job, const Ticket& ticket, const std::shared_ptr<Reply>& reply);
  std::string study_text();

  Studio& studio_;
  bool may_save_;
  std::mutex mutex_;
  std::string study_text_;  // of study_revision_
  std::uint64_t study_revision_ = 0;
  Worker worker_;  // last: ends first
};

}  // namespace sluice::serve
