#include "app/room.h"

#include <algorithm>
#include <utility>

#include "app/place.h"
#include "base/format.h"
#include "base/memory.h"

namespace sluice::app {
namespace {

std::string gibibytes(double bytes) { return to_significant(bytes / 0x1p30, 2) + " GiB"; }

std::string hint_of(std::uint64_t most) {
  if (most == 0) {
    return "not even one future has room: make SAVEPER longer, or give the program more memory";
  }
  return format(
      "ask for at most {} (--members); memory does not grow with the futures of `ensemble` and "
      "`compare`",
      most);
}

}  // namespace

Kept kept_by(const ensemble::Runner& runner, std::size_t scenarios, std::uint64_t members) {
  const std::size_t series = runner.series().size() * runner.times().size();
  return {members, series * scenarios + runner.bound().study->uncertainties.size()};
}

Diagnostics find_no_room(const std::string& command, const Kept& kept,
                         std::optional<std::uint64_t> available) {
  if (!available) return {};
  const double of_member =
      static_cast<double>(std::max<std::uint64_t>(kept.numbers_of_member, 1)) * sizeof(double);
  const double room = 0.9 * static_cast<double>(*available);
  const double needed = of_member * static_cast<double>(kept.members);
  if (needed <= room) return {};
  return {make_diagnostic(Code::wrong_use, place_at("--members"),
                          format("{} futures take {} of memory, and {} are left", kept.members,
                                 gibibytes(needed), gibibytes(static_cast<double>(*available))),
                          format("`{}` keeps every future in memory", command),
                          hint_of(static_cast<std::uint64_t>(room / of_member)))};
}

void expect_room(const std::string& command, const Kept& kept) {
  Diagnostics said = find_no_room(command, kept, available_memory());
  if (has_error(said)) throw NoRoom(std::move(said));
}

}  // namespace sluice::app
