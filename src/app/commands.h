// The commands. Each prints its result, tells what is wrong, and returns the program's exit code.
#pragma once

#include "app/arguments.h"

namespace sluice::app {

int check(const Arguments& arguments);
int run(const Arguments& arguments);
int ensemble(const Arguments& arguments);
int compare(const Arguments& arguments);
int claims(const Arguments& arguments);
int history(const Arguments& arguments);
int backtest(const Arguments& arguments);
int sources(const Arguments& arguments);
int worldviews(const Arguments& arguments);
int audit(const Arguments& arguments);
int document(const Arguments& arguments);
int explain(const Arguments& arguments);
int rerun(const Arguments& arguments);
int serve(const Arguments& arguments);
int report(const Arguments& arguments);
int convert(const Arguments& arguments);

}  // namespace sluice::app
