// A job that is done in one turn.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "serve/worker.h"

namespace sluice::serve {

class OneTurn final : public Job {
 public:
  using Work = std::function<Response()>;
  OneTurn(std::shared_ptr<Reply> reply, Work work)
      : Job(std::move(reply)), work_(std::move(work)) {}
  bool turn() override {
    reply().send(work_());
    return false;
  }

 private:
  Work work_;
};

}  // namespace sluice::serve
