#include "ensemble/draw_plan.h"
#include "ensemble/ensemble.h"

namespace sluice::ensemble {

results::Draws draw(const study::Study& study, const study::Worldview* worldview,
                    std::uint64_t members, std::uint64_t seed) {
  const std::shared_ptr<const study::Study> borrowed(std::shared_ptr<void>{}, &study);
  return DrawPlan(borrowed, worldview, members, seed).block(0, members);
}

}  // namespace sluice::ensemble
