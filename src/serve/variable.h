// GET /api/v1/variable: what is known of one variable of the model.
#pragma once

#include <string>

#include "serve/http.h"
#include "serve/studio.h"

namespace sluice::serve {

// `name`: a variable with or without element, or the id of a lever, uncertainty or outcome.
Response variable_response(const Edition& edition, const std::string& name);

}  // namespace sluice::serve
