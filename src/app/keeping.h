// Every future of an ensemble written to a result file while it runs, and an interrupted one taken
// up again.
#pragma once

#include <exception>
#include <string>

#include "app/arguments.h"
#include "app/futures.h"
#include "base/diagnostic.h"
#include "ensemble/stream.h"
#include "results/result_writer.h"

namespace sluice::app {

// Writes what it is shown, and gives back what the file held before.
class Keeper : public ensemble::FutureSink, public ensemble::KnownFutures {
 public:
  explicit Keeper(results::ResultWriter writer) : writer_(std::move(writer)) {}

  void take(const ensemble::FutureBlock& block) override;
  bool get(std::size_t policy, std::uint64_t first, const results::BlockView& into, double* values,
           std::vector<results::BadMember>& bad) override;
  results::ResultWriter& writer() { return writer_; }

 private:
  results::ResultWriter writer_;
};

// What Keeper::take throws where the file cannot be written.
struct CannotKeep : std::exception {
  explicit CannotKeep(Diagnostics said) : why(std::move(said)) {}
  Diagnostics why;
};

// A new file at `path`, all draws in it. No value and no diagnostics where a signal ended it.
Checked<results::ResultWriter> begin_file(const std::string& path, const Futures& futures,
                                          const std::string& worldview,
                                          const std::vector<ensemble::Policy>& policies,
                                          const ensemble::Runner& runner,
                                          const ensemble::DrawPlan& draws);

// What --resume says: the arguments of the ensemble that was interrupted, its draws and its study:
// the one that is named, which must be what the file holds, or for none that of the file itself.
struct Resumed {
  Arguments arguments;
  results::Draws draws;
  Futures futures;
};
// Errors: no such file, not one of ours, whole already; options that the file has the say on; a
// study or model unlike those that the file holds; another version.
Checked<Resumed> read_resumed(const Arguments& arguments);

}  // namespace sluice::app
