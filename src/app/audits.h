// The audits of `sluice audit`, each on its own.
#pragma once

#include <vector>

#include "app/futures.h"
#include "report/audit.h"

namespace sluice::app {

struct AuditOptions {
  std::size_t members = 32;
  unsigned threads = 0;
};

// Every lever between the ends of its range, every uncertainty between its 5 and 95 % quantiles,
// under each scenario of [audit] (all of the study where it names none). Errors: what stops a run.
Checked<std::vector<report::InputAudit>> audit_inputs(const ensemble::Bound& bound,
                                                      const AuditOptions& options);
// Balances (variables of the group "Laws" that nothing uses) are 0 and stocks not negative, in
// every future of every scenario.
Checked<std::vector<report::LawAudit>> audit_laws(const ensemble::Bound& bound,
                                                  const AuditOptions& options);
// What the study says must vanish in an extreme, with its settings and without them.
Checked<std::vector<report::ExtremeAudit>> audit_extremes(const ensemble::Bound& bound,
                                                          const AuditOptions& options);
// Half the time step, and Runge-Kutta 4 in place of Euler; the bands are of 256 futures at least.
Checked<std::vector<report::NumericsAudit>> audit_numerics(const ensemble::Bound& bound,
                                                           const AuditOptions& options);

}  // namespace sluice::app
