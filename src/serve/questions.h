// The smaller questions: what drives an outcome, what a lever can do, one future's story.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "serve/courses.h"
#include "serve/question.h"

namespace sluice::serve {

class DriversJob final : public Question {
 public:
  using Question::Question;

 protected:
  Diagnostics begin() override;
  bool advance() override;

 private:
  std::vector<std::shared_ptr<const Futures>> futures_;
};

// Whether a lever can change anything that is charted, and what stands in its way: each other lever
// is moved to its ends and its default, until the lever acts.
class EffectJob final : public Question {
 public:
  using Question::Question;

 protected:
  Diagnostics begin() override;
  bool advance() override;

 private:
  struct Try {
    std::size_t lever = 0;
    double value = 0;
  };
  ensemble::Policy with(ensemble::Policy policy, std::size_t lever, double value) const;
  bool acts_on(const ensemble::Policy& policy);
  void list_tries(const ensemble::Policy& policy);
  void give();

  std::size_t lever_ = 0;
  bool looked_ = false, none_ = false;
  std::vector<std::string> unchanged_;
  std::vector<Try> tries_;
  Json unlocked_ = Json::array();
};

class FutureJob final : public Question {
 public:
  using Question::Question;

 protected:
  Diagnostics begin() override;
  bool advance() override;

 private:
  Json inputs_json();
  std::vector<std::shared_ptr<const Futures>> futures_;
};

}  // namespace sluice::serve
